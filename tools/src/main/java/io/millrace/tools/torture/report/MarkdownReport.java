package io.millrace.tools.torture.report;

import io.millrace.tools.torture.FaultResult;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.TortureReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run as the table that {@code RELIABILITY.md} holds. Any thread. */
public final class MarkdownReport {
    private static final double NANOS_PER_SECOND = 1e9;

    private MarkdownReport() {}

    /**
     * The whole text.
     *
     * @param command what reproduces it
     * @param date of the run, as it is to be shown
     */
    public static String of(final TortureReport report, final String command, final String date) {
        final StringBuilder text = new StringBuilder();
        text.append("`").append(command).append("` on ").append(date).append(": ");
        text.append(report.clean() ? "clean" : "**NOT clean**").append(report.stopped() ? ", stopped early" : "");
        text.append(", ").append(count(report.rounds())).append(" rounds in ").append(seconds(report.durationNs()));
        text.append(".\n")
                .append(Machine.describe())
                .append("; ")
                .append(Machine.jdk())
                .append(".\n\n");
        text.append("| | total |\n|---|---:|\n");
        row(text, "events acknowledged before a fault", count(report.figure(Figure.EVENTS_ACKNOWLEDGED)));
        row(text, "events lost", count(report.figure(Figure.EVENTS_LOST)));
        row(text, "events doubled", count(report.figure(Figure.EVENTS_DOUBLED)));
        row(text, "processes killed", count(report.figure(Figure.KILLS)));
        row(text, "corruptions injected", count(report.figure(Figure.CORRUPTIONS_INJECTED)));
        row(text, "corruptions named", count(report.figure(Figure.CORRUPTIONS_DETECTED)));
        row(text, "corruptions of what nobody reads", count(report.figure(Figure.CORRUPTIONS_HARMLESS)));
        row(
                text,
                "recovery without a snapshot, per million events",
                report.recoveryNsPerMillion() == 0 ? "not measured" : seconds(report.recoveryNsPerMillion()));
        text.append('\n').append(faults(report));
        details(report, text);
        failures(report, text);
        return text.toString();
    }

    private static String faults(final TortureReport report) {
        final StringBuilder text = new StringBuilder();
        text.append(
                "| fault | what is done | rounds | acknowledged | lost | doubled | injected | named | harmless | kills"
                        + " | recovery per million | time |\n");
        text.append("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        for (final FaultResult each : report.results()) {
            if (each.plannedRounds() == 0) {
                continue;
            }
            if (each.obstacle() != null) {
                row(
                        text,
                        "`" + each.fault().name() + "`",
                        "SKIPPED: " + each.obstacle(),
                        "0",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "");
                continue;
            }
            final long recovered = each.figure(Figure.EVENTS_RECOVERED);
            row(
                    text,
                    "`" + each.fault().name() + "`",
                    each.fault().title(),
                    count(each.rounds()),
                    figure(each, Figure.EVENTS_ACKNOWLEDGED),
                    count(each.figure(Figure.EVENTS_LOST)),
                    count(each.figure(Figure.EVENTS_DOUBLED)),
                    figure(each, Figure.CORRUPTIONS_INJECTED),
                    figure(each, Figure.CORRUPTIONS_DETECTED),
                    figure(each, Figure.CORRUPTIONS_HARMLESS),
                    figure(each, Figure.KILLS),
                    recovered == 0 ? "" : seconds(Math.round(each.figure(Figure.RECOVERY_NS) * 1e6 / recovered)),
                    seconds(each.durationNs()));
        }
        return text.toString();
    }

    private static void details(final TortureReport report, final StringBuilder text) {
        final List<FaultResult> telling = report.results().stream()
                .filter(each -> !each.details().isEmpty())
                .toList();
        if (telling.isEmpty()) {
            return;
        }
        text.append("\n| fault | figure | value |\n|---|---|---|\n");
        for (final FaultResult each : telling) {
            for (final Map.Entry<String, Object> detail : each.details().entrySet()) {
                row(text, "`" + each.fault().name() + "`", detail.getKey(), String.valueOf(detail.getValue()));
            }
        }
    }

    private static void failures(final TortureReport report, final StringBuilder text) {
        for (final FaultResult result : report.results()) {
            result.failures()
                    .forEach(each -> text.append("\n- **")
                            .append(result.fault().name())
                            .append("** round ")
                            .append(each.round())
                            .append(", `--seed ")
                            .append(report.plan().seed())
                            .append("`: ")
                            .append(each.message())
                            .append('\n'));
        }
    }

    private static void row(final StringBuilder text, final String... cells) {
        final List<String> safe = new ArrayList<>();
        for (final String cell : cells) {
            safe.add(cell.replace("|", "\\|"));
        }
        text.append("| ").append(String.join(" | ", safe)).append(" |\n");
    }

    /** Empty where the fault has none of it. */
    private static String figure(final FaultResult result, final Figure figure) {
        final long value = result.figure(figure);
        return value == 0 ? "" : count(value);
    }

    private static String count(final long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String seconds(final long ns) {
        return String.format(Locale.ROOT, ns < 10 * NANOS_PER_SECOND ? "%.2f s" : "%.0f s", ns / NANOS_PER_SECOND);
    }
}
