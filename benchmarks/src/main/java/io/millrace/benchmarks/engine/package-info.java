/**
 * The whole engine under one standard load, its replay, and its access to state.
 *
 * <p>JMH's thread plays the feed thread, or the one thread of a replay. Knows the engine, the journal and Chronicle Map, whose
 * usual ways in are what the engine's own is compared with.
 */
package io.millrace.benchmarks.engine;
