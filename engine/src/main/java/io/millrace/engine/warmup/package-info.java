/**
 * Synthetic events before the first real one, so that it does not wait for the compiler.
 *
 * <p>The thread that opens an engine, and the threads of a pipeline of its own. Touches nothing of the engine's but a scratch
 * directory, which is gone afterwards.
 */
package io.millrace.engine.warmup;
