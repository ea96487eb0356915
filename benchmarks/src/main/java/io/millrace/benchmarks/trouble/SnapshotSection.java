package io.millrace.benchmarks.trouble;

import io.millrace.benchmarks.endtoend.Percentiles;
import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.snapshot.SnapshotDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * Latency at a fixed rate with snapshots as they are taken by default, and with them due so often that some are caught up on in the
 * measured time, each in turns with the same engine that takes none. Main thread, which is the feed thread.
 */
public final class SnapshotSection implements Section {
    private static final Map<String, String> NEVER = Map.of("snapshot.enabled", "false");
    private static final String WITHOUT = "without";

    private int written;

    @Override
    public String name() {
        return "snapshots";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final int warmUpEvents = bench.effort().of(1 << 13, 2 * PacedEngine.RATE, 2 * PacedEngine.RATE);
        final int events = bench.effort().of(2 * PacedEngine.RATE, 6 * PacedEngine.RATE, 10 * PacedEngine.RATE);
        final int pairs = bench.effort().of(1, 5, 11);
        final int everyRecords = bench.effort().of(2_000, PacedEngine.RATE / 8, PacedEngine.RATE / 8);
        final Map<String, String> often =
                Map.of("snapshot.every-records", Integer.toString(everyRecords), "snapshot.interval", "1s");
        final PacedEngine never = new PacedEngine(bench.scratch(), NEVER, warmUpEvents, events);
        final Curves curves = new Curves();
        final SectionResult.Builder result = SectionResult.builder();
        for (final boolean byDefault : List.of(true, false)) {
            final String what = byDefault ? "snapshots as by default" : "snapshots caught up on";
            bench.progress(what + ", and none, in turns");
            final PacedEngine with =
                    new PacedEngine(bench.scratch(), byDefault ? Map.of() : often, warmUpEvents, events);
            written = 0;
            final LatencyPairs measured = new LatencyPairs(
                    Pairs.interleave(pairs, () -> with.beside(counter()), () -> never.beside(Neighbours.none())),
                    WITHOUT);
            if (!byDefault && written == 0) {
                throw new IllegalStateException("no snapshot was written: there is nothing to compare");
            }
            final String key = byDefault ? "snapshots.default" : "snapshots";
            result.row(measured.row(key + ".p99", "p99 with " + what, 99));
            result.row(measured.row(key + ".median", "median with " + what, 50));
            curves.add(what + " (" + written + " written)", measured.beside());
            curves.add("none, in turns with that", measured.alone());
        }
        return result.table(new Table(
                        "Latency beside snapshots",
                        "Receive (due time) → committed at " + Unit.EVENTS_PER_SECOND.format(PacedEngine.RATE) + ", "
                                + PacedEngine.WAITING.label() + ", journal on, " + pairs
                                + " runs each. By default one is due each million records or each minute; caught up on are those due each "
                                + everyRecords + ", once 16 of them are.",
                        Percentiles.header("snapshots"),
                        curves.rows))
                .chart(new Chart("snapshots", "Receive to commit beside snapshots", curves.curves))
                .build();
    }

    /** What the page shows of each side. */
    private static final class Curves {
        private final List<List<String>> rows = new ArrayList<>();
        private final List<Curve> curves = new ArrayList<>();

        private void add(final String name, final Histogram latencies) {
            rows.add(Percentiles.row(latencies, name));
            curves.add(new Curve(name, latencies));
        }
    }

    /** Counts the snapshots of a run, of which the last three are there at its end. */
    private Neighbours counter() {
        return new Neighbours() {
            private DataDirectory directory;
            private final Set<Path> seen = new HashSet<>();

            @Override
            public void begin(final Path dataDirectory) {
                directory = new DataDirectory(dataDirectory);
            }

            @Override
            public void halfTime() {
                seen.addAll(new SnapshotDirectory(directory.snapshots()).newestFirst());
            }

            @Override
            public void close() {
                halfTime();
                written += seen.size();
            }
        };
    }
}
