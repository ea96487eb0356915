package io.millrace.engine.feed;

/** Kinds of good lines and messages that give no event. */
public enum NotUsed implements Outcome {
    /** The names of the columns, also when they stand again in the middle of files put together. */
    HEADER("header"),
    BLANK("blank"),
    DEPTH_UPDATE("depthUpdate"),
    /** A trade or quote of another symbol than the one asked for. */
    OTHER_SYMBOL("other-symbol"),
    OTHER("other"),
    /** A message that defines an instrument. */
    DEFINITION("definition"),
    /** A message about the feed itself. */
    FEED_STATUS("feed-status"),
    /** Dropped because the ring was full, as configured. */
    RING_FULL("ring-full");

    private final String label;

    NotUsed(String label) {
        this.label = label;
    }

    /** Name for people and for JSON. */
    public String label() {
        return label;
    }
}
