package io.millrace.benchmarks.harness;

import org.HdrHistogram.Histogram;

/**
 * One line of a chart of percentiles.
 *
 * @param name what the legend says
 * @param latencies values in ns; nobody changes it any more
 */
public record Curve(String name, Histogram latencies) {}
