/**
 * The transport: the media driver, the client of it, and the keeper that brings the way out back when it is lost.
 *
 * <p>Everything here is off the hot path: it runs on the thread that opens and closes the engine, on the keeper's own thread
 * and on those of Aeron. Knows the configuration and {@code egress}.
 */
package io.millrace.engine.aeron;
