/**
 * What the hop from the feed thread to the engine thread costs without an engine behind it: the floor of the whole.
 *
 * <p>JMH's thread plays the feed thread; a thread of the benchmark's own plays the engine thread. Knows the engine's ring
 * slots and the disruptor.
 */
package io.millrace.benchmarks.ring;
