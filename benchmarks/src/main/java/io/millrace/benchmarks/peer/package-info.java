/**
 * Peers that do another job, for scale.
 *
 * <p>Main thread; the peers run in processes of their own.
 */
package io.millrace.benchmarks.peer;
