package io.millrace.benchmarks.trouble;

import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Unit;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Latencies of an engine beside something, in turns with those of an engine without it. Immutable; any thread.
 *
 * <p>Each percentile is told with what two runs without differ by: a ratio that is not larger than that says nothing.
 *
 * @param runs ours beside it, the others without
 * @param without what the others are called
 */
record LatencyPairs(Pairs<Histogram, Histogram> runs, String without) {
    /** Of all runs beside it, ns. */
    Histogram beside() {
        return sum(runs.ours());
    }

    /** Of all runs without, ns. */
    Histogram alone() {
        return sum(runs.others());
    }

    /** A percentile that no goal is about. */
    Row row(final String key, final String measure, final int percentile) {
        return Row.ratio(
                key,
                measure,
                Unit.NANOSECONDS,
                runs.medianOfOurs(latencies -> latencies.getValueAtPercentile(percentile)),
                without,
                runs.medianOfOthers(latencies -> latencies.getValueAtPercentile(percentile)),
                ratio(percentile),
                pairs(percentile));
    }

    /** A percentile that a goal is about. */
    Row row(final Goal goal, final int percentile, final String notes) {
        return Row.ratio(
                goal,
                Unit.NANOSECONDS,
                runs.medianOfOurs(latencies -> latencies.getValueAtPercentile(percentile)),
                without,
                runs.medianOfOthers(latencies -> latencies.getValueAtPercentile(percentile)),
                ratio(percentile),
                notes + "; " + pairs(percentile));
    }

    private double ratio(final int percentile) {
        return runs.median((beside, alone) ->
                (double) beside.getValueAtPercentile(percentile) / alone.getValueAtPercentile(percentile));
    }

    private String pairs(final int percentile) {
        final String count = runs.count() + (runs.count() == 1 ? " pair" : " pairs");
        final double differ = runs.neighboursOfOthersDiffer(latencies -> latencies.getValueAtPercentile(percentile));
        return Double.isNaN(differ)
                ? count
                : count + ", two runs " + without + " differ by a factor of " + Unit.RATIO.format(differ);
    }

    private static Histogram sum(final List<Histogram> runs) {
        final Histogram sum = runs.get(0).copy();
        runs.subList(1, runs.size()).forEach(sum::add);
        return sum;
    }
}
