/**
 * What the benchmarks share: a directory to write in, prepared trades, and the count of what a thread allocates.
 *
 * <p>Cold, except for reading the count. Knows the journal's codecs and JMH's annotations.
 */
package io.millrace.benchmarks.support;
