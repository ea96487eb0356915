/**
 * Ring, threads and failure: how inputs reach the handlers and when their batch is journaled.
 *
 * <p>The feed thread claims and publishes; the engine thread runs everything else. Wired in
 * {@link io.millrace.engine.pipeline.Pipeline}, which reads top to bottom.
 */
package io.millrace.engine.pipeline;
