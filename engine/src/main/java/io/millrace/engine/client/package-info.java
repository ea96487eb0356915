/**
 * The other side of the egress: what a subscriber in another process needs to know that it has everything.
 *
 * <p>One thread, the subscriber's. Knows the journal and Aeron, nothing of the engine.
 */
package io.millrace.engine.client;
