package io.millrace.engine.feed;

/**
 * Derives the timer from event times: which ClockAdvanced inputs a wall clock would have brought between two events.
 *
 * <p>Feed thread; no allocation. For each bar length only the first boundary after the last event matters, because that is
 * where an open bar ends; later boundaries in a silence close nothing. So a silence of any length gives at most one tick
 * per bar length, in time order. A restart starts from the clock of the engine's state; at most it adds a tick that closes
 * nothing.
 */
final class ClockTicker {
    private final long[] intervalsNs;
    private long lastEventNs;
    private long lastTickNs;

    ClockTicker(final long[] intervalsNs, final long clockNs) {
        this.intervalsNs = intervalsNs.clone();
        this.lastEventNs = clockNs;
        this.lastTickNs = clockNs;
    }

    /**
     * The next tick due before an event; {@link Long#MIN_VALUE} when there is none.
     *
     * @param eventTimeNs time of the event
     * @param including true when a tick at that very time comes first too: a trade at a boundary belongs to the next bar,
     *     a venue's bar that closes at the boundary to the one before
     */
    long next(final long eventTimeNs, final boolean including) {
        if (lastEventNs == 0) {
            return Long.MIN_VALUE;
        }
        long tickNs = Long.MAX_VALUE;
        for (final long intervalNs : intervalsNs) {
            final long boundaryNs = lastEventNs - lastEventNs % intervalNs + intervalNs;
            if (boundaryNs > lastTickNs) {
                tickNs = Math.min(tickNs, boundaryNs);
            }
        }
        if (tickNs < eventTimeNs || (including && tickNs == eventTimeNs)) {
            lastTickNs = tickNs;
            return tickNs;
        }
        return Long.MIN_VALUE;
    }

    /** An event was published. */
    void published(final long eventTimeNs) {
        if (eventTimeNs > lastEventNs) {
            lastEventNs = eventTimeNs;
            lastTickNs = eventTimeNs;
        }
    }
}
