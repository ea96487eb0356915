/**
 * The runner behind {@code bin/bench-jmh}: starts JMH and writes a result folder that a reader without the machine can judge.
 *
 * <p>Main thread; cold. Knows JMH and the names of the benchmarks.
 */
package io.millrace.benchmarks.report;
