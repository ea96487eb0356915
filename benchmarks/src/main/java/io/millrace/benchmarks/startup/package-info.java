/**
 * How long an engine takes from the start of its process to the first tick in its journal.
 *
 * <p>Main thread; cold.
 */
package io.millrace.benchmarks.startup;
