package io.millrace.engine.feed;

import io.millrace.engine.input.FeedEvent;

/** Makes an event of one line of a format. Feed thread; no allocation. */
interface LineParser {

    /** Fills the event, whose content is undefined unless the outcome is {@link Taken#TAKEN}. Never throws. */
    Outcome parse(byte[] buffer, int start, int end, FeedEvent event);

    /** Learns from a line that a restart passes over what later lines need to know. */
    default void observe(byte[] buffer, int start, int end) {}
}
