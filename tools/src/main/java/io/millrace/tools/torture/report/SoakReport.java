package io.millrace.tools.torture.report;

import java.util.List;
import java.util.Locale;

/**
 * What came of a soak. Immutable once it has ended.
 *
 * @param eventsPerSecond that were wanted
 * @param seconds that were measured, the warm-up left out
 * @param reachedPerSecond events per second in the journal over that time
 * @param deletedFiles cycle files that were deleted so that the disk did not fill
 */
public record SoakReport(
        long eventsPerSecond,
        double seconds,
        double reachedPerSecond,
        long events,
        long deletedFiles,
        List<Series> series,
        boolean stopped) {
    private static final double LEAST_RATE = 0.98;

    /** Whether the rate was held. */
    public boolean paceHeld() {
        return reachedPerSecond >= LEAST_RATE * eventsPerSecond;
    }

    /** Whether the rate was held and nothing grew. */
    public boolean flat() {
        return paceHeld() && series.stream().allMatch(Series::flat);
    }

    /** The table for {@code RELIABILITY.md}. */
    public String markdown(final String command, final String plotName) {
        final StringBuilder text = new StringBuilder();
        text.append("`")
                .append(command)
                .append("`: ")
                .append(flat() ? "flat" : "**NOT flat**")
                .append(", ");
        text.append(String.format(
                Locale.ROOT,
                "%,.0f events/s over %,.0f s after the warm-up, %,d events.%n",
                reachedPerSecond,
                seconds,
                events));
        text.append(Machine.describe()).append("; ").append(Machine.jdk()).append(".\n\n");
        text.append("| | first third | last third | |\n|---|---:|---:|---|\n");
        for (final Series each : series) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s, %s | %,.1f | %,.1f | %s |%n",
                    each.name(),
                    each.unit(),
                    each.early(),
                    each.late(),
                    each.judged() ? (each.flat() ? "flat" : "**grows**") : "not judged"));
        }
        return text.append("\n![")
                .append("Soak](")
                .append(plotName)
                .append(")\n")
                .toString();
    }
}
