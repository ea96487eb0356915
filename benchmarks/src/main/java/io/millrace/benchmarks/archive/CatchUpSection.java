package io.millrace.benchmarks.archive;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.support.ScratchDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The archiver's rate from the first to the last of ten million events. Main thread. Up to 6 GB of disk. */
public final class CatchUpSection implements Section {
    @Override
    public String name() {
        return "archive-catch-up";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final Path cluster = bench.scratch().fresh();
        try (ArchiveServer server = ArchiveServer.start(cluster)) {
            bench.progress("warming up");
            final ArchivedJournal before = write(bench, server, bench.effort().of(60_000, 1_000_000, 1_000_000));
            before.archive();
            before.delete();
            final int events = bench.effort().of(200_000, 10_000_000, 10_000_000);
            bench.progress("catching up " + events + " events");
            final ArchivedJournal journal = write(bench, server, events);
            final CatchUp run =
                    CatchUp.of(journal.archive().all(), bench.effort().of(2, 10, 10));
            journal.delete();
            return result(run, events);
        } finally {
            ScratchDirectory.delete(cluster);
        }
    }

    private static ArchivedJournal write(final Bench bench, final ArchiveServer server, final int events) {
        return ArchivedJournal.write(server, bench.scratch().fresh(), events);
    }

    private static SectionResult result(final CatchUp run, final int events) {
        final List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < run.rates().size(); i++) {
            rows.add(List.of(
                    String.format(Locale.ROOT, "%,d", (i + 1) * run.partRows()),
                    Unit.EVENTS_PER_SECOND.format(run.rates().get(i))));
        }
        return SectionResult.builder()
                .row(Row.ratio(
                        Goal.CATCH_UP,
                        Unit.EVENTS_PER_SECOND,
                        run.last(),
                        "the first of " + run.rates().size() + " parts",
                        run.first(),
                        run.last() / run.first(),
                        String.format(Locale.ROOT, "%,d events, parts of %,d rows", events, run.partRows())))
                .table(new Table("Catching up", "Rows per second of each part.", List.of("rows", "rate"), rows))
                .lineChart(run.chart())
                .build();
    }
}
