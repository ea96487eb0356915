package io.millrace.benchmarks.report;

import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one benchmark found, whatever its mode: the time of one operation. Immutable; any thread.
 *
 * @param name class and method
 * @param parameters by name
 * @param timeNs mean time of one operation; the median where the mode samples
 * @param errorNs half of the 99.9 % confidence interval; NaN where there is none
 * @param p99Ns 99th percentile; NaN where the mode does not sample
 * @param bytes heap bytes for one operation; NaN where JMH's own sampling allocates
 */
record Figure(String name, Map<String, String> parameters, double timeNs, double errorNs, double p99Ns, double bytes) {
    private static final double SECOND_NS = 1e9;
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final String RECORDS = "records";

    static Figure of(final RunResult run) {
        final BenchmarkParams benchmark = run.getParams();
        final Result<?> primary = run.getPrimaryResult();
        final Map<String, String> parameters = new TreeMap<>();
        for (final String key : benchmark.getParamsKeys()) {
            parameters.put(key, benchmark.getParam(key));
        }
        final String name = shortName(benchmark.getBenchmark());
        if (benchmark.getMode() == Mode.SampleTime) {
            final double p50 = primary.getStatistics().getPercentile(50);
            final double p99 = primary.getStatistics().getPercentile(99);
            return new Figure(name, parameters, p50, Double.NaN, p99, Double.NaN);
        }
        final double bytes = bytes(run);
        if (benchmark.getMode() == Mode.Throughput) {
            final Result<?> records = run.getSecondaryResults().get(RECORDS);
            final Result<?> rate = records == null ? primary : records;
            final double timeNs = SECOND_NS / rate.getScore();
            return new Figure(
                    name, parameters, timeNs, timeNs * rate.getScoreError() / rate.getScore(), Double.NaN, bytes);
        }
        return new Figure(name, parameters, primary.getScore(), primary.getScoreError(), Double.NaN, bytes);
    }

    /** True when this is that benchmark with those parameters among its own. */
    boolean matches(final String wantedName, final Map<String, String> wantedParameters) {
        return name.equals(wantedName) && parameters.entrySet().containsAll(wantedParameters.entrySet());
    }

    private static double bytes(final RunResult run) {
        if (has(run, "allocatedBytes")) {
            return secondary(run, "allocatedBytes") / secondary(run, "operations");
        }
        if (!has(run, ALLOCATION)) {
            return 0.0; // JMH leaves it out when nothing was allocated at all.
        }
        final double bytes = secondary(run, ALLOCATION);
        return has(run, RECORDS) ? bytes * run.getPrimaryResult().getScore() / secondary(run, RECORDS) : bytes;
    }

    private static boolean has(final RunResult run, final String metric) {
        return run.getSecondaryResults().containsKey(metric);
    }

    private static double secondary(final RunResult run, final String metric) {
        final Result<?> result = run.getSecondaryResults().get(metric);
        return result.getScore();
    }

    private static String shortName(final String benchmark) {
        return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
    }
}
