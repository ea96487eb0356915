package io.millrace.engine.feed;

/**
 * Derives the timer: which ClockAdvanced inputs are due between two events, or between the newest event and now.
 *
 * <p>For files the event times tell what a wall clock would have brought. A live feed asks with the time that it is, less
 * what trades may take to arrive, and gets the same boundaries.
 *
 * <p>Feed thread; no allocation. For each bar length only the first boundary after the last event matters, because that is
 * where an open bar ends; later boundaries in a silence close nothing. So a silence of any length gives at most one tick
 * per bar length, in time order.
 *
 * <p>A tick at the time of a trade or quote comes before it: at a boundary it belongs to the next bar. A tick at the close
 * time of a venue's bar comes after it, and after all others that close then.
 *
 * <p>What it needs to know stands in the engine's state, so a restart, even between a tick and its event, goes on with the
 * very ticks that an uninterrupted run would have brought.
 */
public final class ClockTicker {
    private final long[] intervalsNs;
    private long marketTimeNs;
    private long lastTickNs;

    /**
     * A ticker that goes on where a journal ends.
     *
     * @param marketTimeNs time up to which market events leave no tick behind them; 0 before the first event
     * @param timerNs the newest tick
     */
    public ClockTicker(final long[] intervalsNs, final long marketTimeNs, final long timerNs) {
        this.intervalsNs = intervalsNs.clone();
        this.marketTimeNs = marketTimeNs;
        this.lastTickNs = timerNs;
    }

    /**
     * The next tick due before an event, or by now; {@link Long#MIN_VALUE} when there is none.
     *
     * @param eventTimeNs time of the event; of no event, the time by which ticks are due
     * @param venueBar true for a venue's bar, whose close time is the time of the event
     */
    public long next(final long eventTimeNs, final boolean venueBar) {
        if (marketTimeNs == 0) {
            return Long.MIN_VALUE;
        }
        long tickNs = Long.MAX_VALUE;
        for (final long intervalNs : intervalsNs) {
            final long boundaryNs = marketTimeNs - marketTimeNs % intervalNs + intervalNs;
            if (boundaryNs > lastTickNs) {
                tickNs = Math.min(tickNs, boundaryNs);
            }
        }
        if (tickNs > lastCovered(eventTimeNs, venueBar)) {
            return Long.MIN_VALUE;
        }
        lastTickNs = tickNs;
        return tickNs;
    }

    /** An event was published. */
    public void published(final long eventTimeNs, final boolean venueBar) {
        marketTimeNs = Math.max(marketTimeNs, lastCovered(eventTimeNs, venueBar));
    }

    /** The last time whose tick comes before the event. */
    private static long lastCovered(final long eventTimeNs, final boolean venueBar) {
        return venueBar ? eventTimeNs - 1 : eventTimeNs;
    }
}
