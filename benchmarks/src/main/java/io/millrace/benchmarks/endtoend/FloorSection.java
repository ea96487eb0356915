package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.endtoend.EngineRuns.StageRun;
import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.LatencyFile;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.load.Arrivals;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Latency of the engine at 100,000 events per second in turns with what it stands on, under the same generator: a bare ring hop, a
 * bare append, and both in a row. Main thread, which is the feed thread.
 */
public final class FloorSection implements Section {
    private static final String HOP_AND_APPEND = "bare hop + bare append medians";
    private static final String HOP = "bare hop";
    private static final int UNCOUNTED_ROUNDS = 2;

    @Override
    public String name() {
        return "floors";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final SectionResult.Builder result = SectionResult.builder();
        final List<Waiting> waitings =
                bench.effort() == Effort.SMOKE ? List.of(Waiting.LATENCY) : List.of(Waiting.LATENCY, Waiting.YIELDING);
        for (final Waiting waiting : waitings) {
            for (final Arrivals arrivals : List.of(Arrivals.CLUSTERED, Arrivals.EVEN)) {
                new Comparison(bench, waiting, arrivals).into(result);
            }
        }
        return result.build();
    }

    /** The floors of one round. */
    private record Floors(Histogram hop, Histogram append, Histogram both) {
        double medianOfParts() {
            return (double) hop.getValueAtPercentile(50) + append.getValueAtPercentile(50);
        }
    }

    /** One way to wait, one kind of arrivals. */
    private static final class Comparison {
        private final Bench bench;
        private final Waiting waiting;
        private final Arrivals arrivals;
        private final StandardLoad load;
        private final int warmUpEvents;
        private final int events;

        private Comparison(final Bench bench, final Waiting waiting, final Arrivals arrivals) {
            this.bench = bench;
            this.waiting = waiting;
            this.arrivals = arrivals;
            load = new StandardLoad(LoadShape.STANDARD.atRate(Rates.COMPARED).arriving(arrivals));
            warmUpEvents = Rates.COMPARED / 1_000 * bench.effort().of(0, 1_000, 1_500);
            events = Rates.COMPARED / 1_000 * bench.effort().of(50, 2_300, 5_300);
        }

        /** What is promised is promised for the preset of who buys latency, and the arrivals as recorded. */
        private boolean isGoal() {
            return waiting.equals(Waiting.LATENCY) && arrivals == Arrivals.CLUSTERED;
        }

        private void into(final SectionResult.Builder result) throws Exception {
            final String what = waiting.label() + ", " + arrivals.name().toLowerCase(Locale.ROOT) + " arrivals";
            bench.progress("engine and floors in turns, " + what);
            final EngineRuns engines = new EngineRuns(bench.scratch());
            final FloorRuns floors = new FloorRuns(bench.scratch());
            if (bench.effort() != Effort.SMOKE) {
                // The compiler works through the first runs of each side for seconds, at the cost of both spinning
                // threads:
                // measured, half a second of processor time in the first one and up to a tenth in the second.
                for (int i = 0; i < UNCOUNTED_ROUNDS; i++) {
                    engines.atRate(JournalMode.PROCESS, waiting, load, warmUpEvents, events);
                    floors(floors);
                }
            }
            final int count =
                    isGoal() ? bench.effort().of(1, 5, 9) : bench.effort().of(1, 3, 5);
            final Pairs<StageRun, Floors> pairs = Pairs.interleave(
                    count,
                    () -> engines.atRate(JournalMode.PROCESS, waiting, load, warmUpEvents, events),
                    () -> floors(floors));
            final String notes = what + ", durability process, " + count + " pairs";
            result.row(row(
                    Goal.MEDIAN_LATENCY,
                    pairs.medianOfOurs(run -> run.committed().getValueAtPercentile(50)),
                    HOP_AND_APPEND,
                    pairs.medianOfOthers(Floors::medianOfParts),
                    pairs.median((run, floor) -> run.committed().getValueAtPercentile(50) / floor.medianOfParts()),
                    notes));
            result.row(row(
                    Goal.TAIL_LATENCY,
                    pairs.medianOfOurs(run -> run.committed().getValueAtPercentile(99)),
                    HOP,
                    pairs.medianOfOthers(floor -> floor.hop().getValueAtPercentile(99)),
                    pairs.median((run, floor) -> (double) run.committed().getValueAtPercentile(99)
                            / floor.hop().getValueAtPercentile(99)),
                    notes));
            tables(result, what, pairs);
        }

        private Floors floors(final FloorRuns runs) {
            return new Floors(
                    runs.hop(waiting, load, warmUpEvents, events),
                    runs.append(waiting, load, warmUpEvents, events),
                    runs.hopAndAppend(waiting, load, warmUpEvents, events));
        }

        private Row row(
                final Goal goal,
                final double ours,
                final String otherName,
                final double other,
                final double ratio,
                final String notes) {
            if (isGoal()) {
                return Row.ratio(goal, Unit.NANOSECONDS, ours, otherName, other, ratio, notes);
            }
            return Row.ratio(
                    goal.key() + "." + key(), goal.measure(), Unit.NANOSECONDS, ours, otherName, other, ratio, notes);
        }

        private String key() {
            return (waiting.kind().name() + "-" + arrivals.name())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '-');
        }

        private void tables(
                final SectionResult.Builder result, final String what, final Pairs<StageRun, Floors> pairs) {
            final List<Curve> curves = List.of(
                    new Curve(
                            "Millrace, committed",
                            sum(pairs.ours().stream().map(StageRun::committed).toList())),
                    new Curve(
                            "bare hop",
                            sum(pairs.others().stream().map(Floors::hop).toList())),
                    new Curve(
                            "bare append",
                            sum(pairs.others().stream().map(Floors::append).toList())),
                    new Curve(
                            "hop, then append",
                            sum(pairs.others().stream().map(Floors::both).toList())));
            final List<List<String>> rows = new ArrayList<>();
            for (final Curve curve : curves) {
                rows.add(Percentiles.row(curve.latencies(), curve.name()));
            }
            result.table(new Table(
                    "Against the floors at 100K, " + what,
                    "All runs of each side summed up.",
                    Percentiles.header("what"),
                    rows));
            result.chart(new Chart("floors-" + key(), "100,000 events/s, " + what, curves));
            result.latencies(new LatencyFile("floors-" + key(), curves));
        }

        private static Histogram sum(final List<Histogram> histograms) {
            final Histogram sum = new Histogram(60_000_000_000L, 3);
            histograms.forEach(sum::add);
            return sum;
        }
    }
}
