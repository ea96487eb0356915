/**
 * The floors: what a ring, a queue and a mapped file cost alone, given the same bytes as the engine.
 *
 * <p>Each belongs to the thread that feeds it. Knows the load, the ring's slots, Disruptor and Chronicle Queue.
 */
package io.millrace.benchmarks.floor;
