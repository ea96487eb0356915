package io.millrace.benchmarks.trouble;

import io.millrace.benchmarks.endtoend.Percentiles;
import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.snapshot.SnapshotDirectory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * Latency at a fixed rate with a snapshot of the state each second, in turns with the same engine that takes none. Main thread,
 * which is the feed thread.
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
        final int pairs = bench.effort().of(1, 7, 11);
        // Ten times as often as the product does it at this rate.
        final int everyRecords = bench.effort().of(2_000, PacedEngine.RATE, PacedEngine.RATE);
        final Map<String, String> each =
                Map.of("snapshot.every-records", Integer.toString(everyRecords), "snapshot.interval", "1s");
        final PacedEngine often = new PacedEngine(bench.scratch(), each, warmUpEvents, events);
        final PacedEngine never = new PacedEngine(bench.scratch(), NEVER, warmUpEvents, events);
        written = 0;
        bench.progress("with snapshots, and without, in turns");
        final Pairs<Histogram, Histogram> measured =
                Pairs.interleave(pairs, () -> often.beside(counter()), () -> never.beside(Neighbours.none()));
        if (written == 0) {
            throw new IllegalStateException("no snapshot was written: there is nothing to compare");
        }
        final Histogram with = sum(measured.ours());
        final Histogram without = sum(measured.others());
        return SectionResult.builder()
                .row(ratio("snapshots.p99", "p99 with a snapshot each second", measured, 99))
                .row(ratio("snapshots.median", "median with a snapshot each second", measured, 50))
                .table(new Table(
                        "Latency beside snapshots",
                        "Receive (due time) → committed at " + Unit.EVENTS_PER_SECOND.format(PacedEngine.RATE) + ", "
                                + PacedEngine.WAITING.label() + ", journal on; a snapshot due each second, " + written
                                + " written in " + pairs + " runs.",
                        Percentiles.header("snapshots"),
                        List.of(Percentiles.row(with, "one each second"), Percentiles.row(without, "none"))))
                .chart(new Chart(
                        "snapshots",
                        "Receive to commit beside snapshots",
                        List.of(new Curve("one each second", with), new Curve("none", without))))
                .build();
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

    private static Row ratio(
            final String key, final String measure, final Pairs<Histogram, Histogram> measured, final int percentile) {
        return Row.ratio(
                key,
                measure,
                Unit.NANOSECONDS,
                measured.medianOfOurs(latencies -> latencies.getValueAtPercentile(percentile)),
                WITHOUT,
                measured.medianOfOthers(latencies -> latencies.getValueAtPercentile(percentile)),
                measured.median((with, without) ->
                        (double) with.getValueAtPercentile(percentile) / without.getValueAtPercentile(percentile)),
                measured.count() + " pairs");
    }

    private static Histogram sum(final List<Histogram> runs) {
        final Histogram sum = runs.get(0).copy();
        runs.subList(1, runs.size()).forEach(sum::add);
        return sum;
    }
}
