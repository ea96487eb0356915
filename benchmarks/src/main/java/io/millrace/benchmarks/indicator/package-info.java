/**
 * What one bar costs an indicator: ours, ta4j's and TA-Lib's over the same seeded series, with the same outputs read.
 *
 * <p>JMH's thread plays the engine thread. Knows the engine's indicators, ta4j and TA-Lib.
 */
package io.millrace.benchmarks.indicator;
