/**
 * Ring, threads and failure: how inputs reach the handlers and when their batch is journaled.
 *
 * <p>The feed thread claims and publishes; the engine thread computes, and commits or hands over to the thread that does. Wired in
 * {@link io.millrace.engine.pipeline.Pipeline}, which reads top to bottom.
 */
package io.millrace.engine.pipeline;
