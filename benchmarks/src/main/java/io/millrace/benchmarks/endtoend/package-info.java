/**
 * The whole engine under the standard load, in turns with the floors: throughput, and latency at fixed rates.
 *
 * <p>The main thread is the feed thread. Knows the engine as its users do, the load and the floors.
 */
package io.millrace.benchmarks.endtoend;
