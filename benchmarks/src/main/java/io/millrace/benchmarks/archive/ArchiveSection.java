package io.millrace.benchmarks.archive;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.support.ScratchDirectory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The archiver against a bare COPY of the same rows into the same tables, and that over two connections at once. Main thread.
 */
public final class ArchiveSection implements Section {
    private static final String RAW = "raw binary COPY";

    @Override
    public String name() {
        return "archive";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final Path cluster = bench.scratch().fresh();
        try (ArchiveServer server = ArchiveServer.start(cluster)) {
            return measure(bench, server);
        } finally {
            ScratchDirectory.delete(cluster);
        }
    }

    private static SectionResult measure(final Bench bench, final ArchiveServer server) throws Exception {
        final SectionResult.Builder result = SectionResult.builder();
        final int events = bench.effort().of(120_000, 500_000, 800_000);
        final int pairs = bench.effort().of(1, 7, 15);
        bench.progress("a journal of " + events + " events");
        final ArchivedJournal journal =
                ArchivedJournal.write(server, bench.scratch().fresh(), events);
        try {
            final CopyTape tape = journal.tape();
            journal.store(tape, 1);
            bench.progress("archiver and " + RAW + ", in turns");
            final Pairs<Work, Work> measured =
                    Pairs.interleave(pairs, () -> journal.archive().work(), () -> journal.store(tape, 1));
            final String notes = String.format(
                    Locale.ROOT,
                    "%,d rows of %d bytes, the same transactions of 50,000 records; first to last commit; fsync %s,"
                            + " commits answered from the disk; %d pairs",
                    tape.rows(),
                    tape.bytes() / tape.rows(),
                    server.setting("fsync"),
                    pairs);
            result.row(Row.ratio(
                    Goal.ARCHIVE,
                    Unit.EVENTS_PER_SECOND,
                    measured.medianOfOurs(Work::rowsPerSecond),
                    RAW,
                    measured.medianOfOthers(Work::rowsPerSecond),
                    measured.median((ours, raw) -> ours.rowsPerSecond() / raw.rowsPerSecond()),
                    notes));
            result.row(
                    cpu("archive-server-cpu", "processor time of the server per row", measured, Work::serverNsPerRow));
            result.row(
                    cpu("archive-client-cpu", "processor time of the client per row", measured, Work::clientNsPerRow));
            bench.progress("two streams of " + RAW + " and one, in turns");
            final Pairs<Work, Work> streams =
                    Pairs.interleave(pairs, () -> journal.store(tape, 2), () -> journal.store(tape, 1));
            result.row(Row.ratio(
                    "copy-two-streams",
                    RAW + " over two connections at once",
                    Unit.EVENTS_PER_SECOND,
                    streams.medianOfOurs(Work::rowsPerSecond),
                    "over one",
                    streams.medianOfOthers(Work::rowsPerSecond),
                    streams.median((two, one) -> two.rowsPerSecond() / one.rowsPerSecond()),
                    "two connections cannot commit as one transaction; " + pairs + " pairs"));
            return result.build();
        } finally {
            journal.delete();
        }
    }

    private static Row cpu(
            final String key,
            final String measure,
            final Pairs<Work, Work> measured,
            final ToDoubleFunction<Work> value) {
        return Row.ratio(
                key,
                measure,
                Unit.NANOSECONDS,
                measured.medianOfOurs(value),
                RAW,
                measured.medianOfOthers(value),
                measured.median((ours, raw) -> value.applyAsDouble(ours) / value.applyAsDouble(raw)),
                "clock ticks of 10 ms over the whole run, at least one; the encoding is in ours, " + RAW
                        + " has its bytes ready");
    }
}
