/**
 * Counters and latencies that another process can read while the engine lives and after it died.
 *
 * <p>The engine thread writes plain memory at batch ends; a thread of its own writes the latency log.
 */
package io.millrace.engine.metrics;
