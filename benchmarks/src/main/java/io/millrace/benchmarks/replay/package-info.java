/**
 * How fast a journal is computed again, against the engine that wrote it.
 *
 * <p>Main thread; cold.
 */
package io.millrace.benchmarks.replay;
