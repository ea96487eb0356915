package io.millrace.engine.state;

import io.millrace.journal.record.Records;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Flyweight over the block that belongs to no instrument: the engine's clock, counts and output digest.
 *
 * <p>Engine thread; no allocation. Times are ns since the epoch. The applied sequence says how far the journal is in
 * the state; it is not part of the digest, so that an interrupted run and an uninterrupted one compare equal.
 */
public final class GlobalState {
    private static final int APPLIED_SEQUENCE = 0;
    private static final int CLOCK = 8;
    private static final int OUTPUT_DIGEST = 16;
    private static final int OUTPUTS = 24;
    private static final int TRADES = 32;
    private static final int QUOTES = 40;
    private static final int EXTERNAL_BARS = 48;
    private static final int BARS_CLOSED = 56;
    private static final int SIGNALS = 64;
    private static final int BLOCKED = 72;
    private static final int INSTRUMENTS = 80;
    private static final int FEEDS = 88;
    private static final int TIMER = 96;
    private static final int MARKET_TIME = 104;

    /** Bytes of the block. */
    public static final int BYTES = 112;

    private final UnsafeBuffer block;

    public GlobalState(final UnsafeBuffer block) {
        this.block = block;
    }

    /** Takes over what another block holds. */
    public void copyFrom(final GlobalState other) {
        block.putBytes(0, other.block, 0, BYTES);
    }

    /** Sequence of the last record that is in the state. */
    public long appliedSequence() {
        return block.getLong(APPLIED_SEQUENCE);
    }

    /** Notes how far the journal is in the state. */
    public void appliedSequence(final long sequence) {
        block.putLong(APPLIED_SEQUENCE, sequence);
    }

    /** Largest event time seen; never goes back. */
    public long clockNs() {
        return block.getLong(CLOCK);
    }

    /** Moves the clock on, never back. */
    public void advanceClock(final long eventTimeNs) {
        if (eventTimeNs > clockNs()) {
            block.putLong(CLOCK, eventTimeNs);
        }
    }

    /** Time of the newest ClockAdvanced: every bar that ends by then is closed. */
    public long timerNs() {
        return block.getLong(TIMER);
    }

    /** Moves the timer on, never back. */
    public void advanceTimer(final long eventTimeNs) {
        if (eventTimeNs > timerNs()) {
            block.putLong(TIMER, eventTimeNs);
        }
    }

    /** Time up to which market events leave no tick of the timer behind them; a restart derives the next ticks from it. */
    public long marketTimeNs() {
        return block.getLong(MARKET_TIME);
    }

    /** Moves the time of market events on, never back. */
    public void advanceMarketTime(final long timeNs) {
        if (timeNs > marketTimeNs()) {
            block.putLong(MARKET_TIME, timeNs);
        }
    }

    /** Running digest of all outputs. */
    public long outputDigest() {
        return block.getLong(OUTPUT_DIGEST);
    }

    /** Counts an output and takes the digest that includes it. */
    public void outputAdded(final long digest) {
        block.putLong(OUTPUT_DIGEST, digest);
        increment(OUTPUTS);
    }

    /** Outputs made. */
    public long outputs() {
        return block.getLong(OUTPUTS);
    }

    /** Trades taken. */
    public long trades() {
        return block.getLong(TRADES);
    }

    /** Counts a trade. */
    public void tradeTaken() {
        increment(TRADES);
    }

    /** Quotes taken. */
    public long quotes() {
        return block.getLong(QUOTES);
    }

    /** Counts a quote. */
    public void quoteTaken() {
        increment(QUOTES);
    }

    /** Venue bars taken. */
    public long externalBars() {
        return block.getLong(EXTERNAL_BARS);
    }

    /** Counts a venue bar. */
    public void externalBarTaken() {
        increment(EXTERNAL_BARS);
    }

    /** Market events taken: trades, quotes and venue bars. */
    public long eventsIn() {
        return trades() + quotes() + externalBars();
    }

    /** Bars closed. */
    public long barsClosed() {
        return block.getLong(BARS_CLOSED);
    }

    /** Counts a closed bar. */
    public void barClosed() {
        increment(BARS_CLOSED);
    }

    /** Signals made. */
    public long signals() {
        return block.getLong(SIGNALS);
    }

    /** Counts a signal. */
    public void signalMade() {
        increment(SIGNALS);
    }

    /** Signals that a limit stopped. */
    public long blocked() {
        return block.getLong(BLOCKED);
    }

    /** Counts a signal that a limit stopped. */
    public void signalBlocked() {
        increment(BLOCKED);
    }

    /** Instruments defined; ids are 1 to this. */
    public int instruments() {
        return (int) block.getLong(INSTRUMENTS);
    }

    /** Counts an instrument. */
    void instrumentDefined() {
        increment(INSTRUMENTS);
    }

    /** Feeds known; ids are 1 to this. */
    public int feeds() {
        return (int) block.getLong(FEEDS);
    }

    /** Counts a feed. */
    void feedKnown() {
        increment(FEEDS);
    }

    /** A copy takes its feeds up again, one by one. */
    void clearFeedCount() {
        block.putLong(FEEDS, 0);
    }

    /** Folds what a replay must reproduce into a digest: everything but the applied sequence. */
    long foldDigest(final long digest) {
        return Records.fold(digest, Records.hash(block, CLOCK, BYTES - CLOCK));
    }

    private void increment(final int field) {
        block.putLong(field, block.getLong(field) + 1);
    }
}
