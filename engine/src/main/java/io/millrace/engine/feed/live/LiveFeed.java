package io.millrace.engine.feed.live;

/**
 * A feed as the journal knows it, by its fingerprint: how far it was taken and what was said of it. Feed thread.
 *
 * <p>Several senders may be the same feed, one after the other or side by side.
 */
final class LiveFeed {
    /** What the journal was told last. */
    enum Told {
        NOTHING,
        STARTED,
        ENDED,
        STALE
    }

    final long fingerprint;

    /** True when its sender numbers the messages, so that one that comes again is known. */
    final boolean numbered;

    /** Number in the journal; 0 before the first event of this run. */
    int id;

    Told told = Told.NOTHING;
    long lastPosition;
    long lastEventTimeNs;

    /** Events dropped since the last record about it. */
    long dropped;

    LiveFeed(final long fingerprint, final boolean numbered, final long lastPosition) {
        this.fingerprint = fingerprint;
        this.numbered = numbered;
        this.lastPosition = lastPosition;
    }
}
