/**
 * The handlers, one class each, in the order in which an input passes them: streams, bars, indicators, rules.
 *
 * <p>Engine thread. They know the frame, the state and the records, and nothing of rings, threads or the queue. No
 * allocation, lock, log or clock.
 */
package io.millrace.engine.handler;
