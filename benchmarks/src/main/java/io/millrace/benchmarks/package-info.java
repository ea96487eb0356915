/**
 * JMH benchmarks: one class for each question, one package for each part that is asked about. Nothing depends on them.
 *
 * <p>Benchmark methods run on JMH's thread, which plays the thread that owns the measured part in the product: the feed
 * thread, the engine thread, a reader. May use the engine and the journal, and the libraries they stand on where these are
 * the floor or the peer of a comparison.
 */
package io.millrace.benchmarks;
