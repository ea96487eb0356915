package io.millrace.benchmarks.archive;

import io.millrace.benchmarks.archive.HistoryReader.Answer;
import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Listing;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.load.MarketDays;
import io.millrace.benchmarks.support.ScratchDirectory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What readers wait for when the history is long: the same questions to a database with one million ticks and to one with fifty, on
 * one server, in turns. Main thread. Some 12 GB of disk with full effort.
 */
public final class HistorySection implements Section {
    private static final String SMALL = "history_small";
    private static final String LARGE = "history_large";
    private static final long MEGABYTE = 1L << 20;

    /** Long enough for the compilers, and for the server to have settled on a plan. */
    private static final int WARM_UP_PAIRS = 30;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final HistoryShape shape = HistoryShape.of(bench.effort());
        final Path cluster = bench.scratch().fresh();
        try (ArchiveServer server = ArchiveServer.start(cluster)) {
            for (final String database : List.of(SMALL, LARGE)) {
                bench.progress(String.format(
                        Locale.ROOT, "filling a database with %,d ticks", shape.ticks(daysOf(database, shape))));
                HistoryArchive.fill(server, database, shape, daysOf(database, shape), bench::progress);
            }
            server.checkpoint();
            return ask(bench, server, shape);
        } finally {
            ScratchDirectory.delete(cluster);
        }
    }

    private static int daysOf(final String database, final HistoryShape shape) {
        return database.equals(SMALL) ? HistoryShape.SMALL_DAYS : shape.days();
    }

    private static SectionResult ask(final Bench bench, final ArchiveServer server, final HistoryShape shape)
            throws Exception {
        final int pairs = bench.effort().of(3, 128, 512);
        final int warmUp = Math.min(pairs, WARM_UP_PAIRS);
        final Map<HistoryQuestion, Pairs<Answer, Answer>> answers = new EnumMap<>(HistoryQuestion.class);
        final SectionResult.Builder result = SectionResult.builder();
        try (HistoryReader large = new HistoryReader(server.target(LARGE));
                HistoryReader small = new HistoryReader(server.target(SMALL))) {
            for (final HistoryQuestion question : HistoryQuestion.values()) {
                bench.progress(question.label());
                question.ask(large, small, shape, warmUp);
                answers.put(question, question.ask(large, small, shape, pairs));
                if (question.planValues(shape).length > 0) {
                    result.listing(plan(server, large, shape, question));
                }
            }
        }
        goals(result, answers, true, Goal.CANDLES, Goal.CANDLES_GROWTH);
        goals(result, answers, false, Goal.SIGNALS, Goal.SIGNALS_GROWTH);
        return result.table(table(server, shape, answers)).build();
    }

    private static void goals(
            final SectionResult.Builder result,
            final Map<HistoryQuestion, Pairs<Answer, Answer>> answers,
            final boolean candles,
            final Goal time,
            final Goal growth) {
        HistoryQuestion slowest = null;
        HistoryQuestion worst = null;
        for (final HistoryQuestion each : answers.keySet()) {
            if (each.isAboutCandles() == candles) {
                slowest = slowest == null || ours(answers.get(each)) > ours(answers.get(slowest)) ? each : slowest;
                worst = worst == null || ratio(answers.get(each)) > ratio(answers.get(worst)) ? each : worst;
            }
        }
        final Pairs<Answer, Answer> grown = answers.get(worst);
        result.row(Row.absolute(time, Unit.NANOSECONDS, ours(answers.get(slowest)), slowest.label()))
                .row(Row.ratio(
                        growth,
                        Unit.NANOSECONDS,
                        ours(grown),
                        "the small database",
                        other(grown),
                        ratio(grown),
                        worst.label() + ", " + grown.count() + " pairs"));
    }

    private static Listing plan(
            final ArchiveServer server,
            final HistoryReader reader,
            final HistoryShape shape,
            final HistoryQuestion question)
            throws SQLException {
        final SentStatement sent = reader.during(
                () -> question.ask(reader, shape, shape.days(), 0),
                () -> SentStatement.newest(server, LARGE, HistoryReader.APPLICATION));
        return new Listing(
                "Plan of " + question.label(),
                String.format(Locale.ROOT, "In the table of %,d ticks.", shape.ticks(shape.days())),
                sent.text() + "\n\n" + sent.explain(server, LARGE, question.planValues(shape)));
    }

    private static Table table(
            final ArchiveServer server,
            final HistoryShape shape,
            final Map<HistoryQuestion, Pairs<Answer, Answer>> answers)
            throws SQLException {
        final List<List<String>> rows = new ArrayList<>();
        answers.forEach((question, pairs) -> rows.add(List.of(
                question.label(),
                Unit.NUMBER.format(pairs.medianOfOurs(Answer::rows)),
                Unit.NANOSECONDS.format(other(pairs)),
                Unit.NANOSECONDS.format(ours(pairs)),
                Unit.RATIO.format(ratio(pairs)),
                Unit.NANOSECONDS.format(late(pairs.others())),
                Unit.NANOSECONDS.format(late(pairs.ours())))));
        final String small = String.format(Locale.ROOT, "%,d ticks", shape.ticks(HistoryShape.SMALL_DAYS));
        final String large = String.format(Locale.ROOT, "%,d ticks", shape.ticks(shape.days()));
        return new Table(
                "Questions to a short and a long history",
                String.format(
                        Locale.ROOT,
                        "Through the access layer, rows read as records. %,d instruments, %,d ticks and %,d signals a day; %d days"
                                + " (%,d MB) against %d (%,d MB), the last one open, %,d of its records not in the bars yet."
                                + " shared_buffers %s. Ratio: median of the pairs.",
                        MarketDays.INSTRUMENTS,
                        shape.ticksPerDay(),
                        shape.signals(1),
                        HistoryShape.SMALL_DAYS,
                        server.sizeBytes(SMALL) / MEGABYTE,
                        shape.days(),
                        server.sizeBytes(LARGE) / MEGABYTE,
                        shape.openRecords(),
                        server.setting("shared_buffers")),
                List.of("question", "rows", small, large, "ratio", "95 %, short", "95 %, long"),
                rows);
    }

    private static double ours(final Pairs<Answer, Answer> pairs) {
        return pairs.medianOfOurs(Answer::tookNs);
    }

    private static double other(final Pairs<Answer, Answer> pairs) {
        return pairs.medianOfOthers(Answer::tookNs);
    }

    private static double ratio(final Pairs<Answer, Answer> pairs) {
        return pairs.median((large, small) -> (double) large.tookNs() / small.tookNs());
    }

    /** What one in twenty takes at least. */
    private static double late(final List<Answer> answers) {
        return answers.stream().mapToDouble(Answer::tookNs).sorted().toArray()[answers.size() * 19 / 20];
    }
}
