/**
 * Live feeds: messages of other processes, over Aeron, through the door and onto the ring.
 *
 * <p>Owned by the feed thread. Whatever a sender does, a message is taken, or rejected for a reason and counted; it never
 * takes the engine down. Knows {@code feed}, {@code aeron} and the engine's ingress.
 */
package io.millrace.engine.feed.live;
