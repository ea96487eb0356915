package io.millrace.engine.bar;

import org.agrona.MutableDirectBuffer;

/**
 * Flyweight over the bars of one instrument and interval.
 *
 * <pre>
 *   open bar:   open time | open | high | low | close | volume | trade count | flags
 *   last bar:   open time | open | high | low | close | volume | trade count | flags
 * </pre>
 *
 * Engine thread; no allocation. Prices and volumes are mantissas; times ns since the epoch; an open time of
 * {@link #NONE} says that there is no such bar.
 */
public final class BarState {
    /** No bar. */
    public static final long NONE = Long.MIN_VALUE;

    /** Flag: the volume did not fit and stands at the maximum. */
    public static final long SATURATED = 1;
    /** Flag: built from a venue's bars. */
    public static final long EXTERNAL = 2;

    private static final int OPEN_TIME = 0;
    private static final int OPEN = 8;
    private static final int HIGH = 16;
    private static final int LOW = 24;
    private static final int CLOSE = 32;
    private static final int VOLUME = 40;
    private static final int COUNT = 48;
    private static final int FLAGS = 56;
    private static final int BAR_BYTES = 64;

    /** Bytes of the slice. */
    public static final int BYTES = 2 * BAR_BYTES;

    private MutableDirectBuffer block;
    private int offset;

    /** Points the flyweight at a slice. */
    public BarState wrap(final MutableDirectBuffer instrumentBlock, final int sliceOffset) {
        block = instrumentBlock;
        offset = sliceOffset;
        return this;
    }

    /** No open bar and none closed yet. */
    public void reset() {
        block.setMemory(offset, BYTES, (byte) 0);
        block.putLong(offset + OPEN_TIME, NONE);
        block.putLong(offset + BAR_BYTES + OPEN_TIME, NONE);
    }

    /** True while a bar is open. */
    public boolean isOpen() {
        return openTimeNs() != NONE;
    }

    /** Open time of the open bar. */
    public long openTimeNs() {
        return block.getLong(offset + OPEN_TIME);
    }

    /** Starts a bar. */
    public void start(
            final long openTimeNs,
            final long open,
            final long high,
            final long low,
            final long close,
            final long volume,
            final long count,
            final long flags) {
        final int at = offset;
        block.putLong(at + OPEN_TIME, openTimeNs);
        block.putLong(at + OPEN, open);
        block.putLong(at + HIGH, high);
        block.putLong(at + LOW, low);
        block.putLong(at + CLOSE, close);
        block.putLong(at + VOLUME, volume);
        block.putLong(at + COUNT, count);
        block.putLong(at + FLAGS, flags);
    }

    /** Adds prices and volume to the open bar; the volume stops at the maximum rather than run over. */
    public void add(final long high, final long low, final long close, final long volume, final long count) {
        final int at = offset;
        if (high > block.getLong(at + HIGH)) {
            block.putLong(at + HIGH, high);
        }
        if (low < block.getLong(at + LOW)) {
            block.putLong(at + LOW, low);
        }
        block.putLong(at + CLOSE, close);
        final long sum = block.getLong(at + VOLUME) + volume;
        if (sum < 0) {
            block.putLong(at + VOLUME, Long.MAX_VALUE);
            block.putLong(at + FLAGS, block.getLong(at + FLAGS) | SATURATED);
        } else {
            block.putLong(at + VOLUME, sum);
        }
        block.putLong(at + COUNT, block.getLong(at + COUNT) + count);
    }

    /** The open bar becomes the last closed one. */
    public void close() {
        block.putBytes(offset + BAR_BYTES, block, offset, BAR_BYTES);
        block.putLong(offset + OPEN_TIME, NONE);
    }

    /** The open bar never was. */
    public void discard() {
        block.putLong(offset + OPEN_TIME, NONE);
    }

    /** Open time of the last closed bar. */
    public long lastOpenTimeNs() {
        return block.getLong(offset + BAR_BYTES + OPEN_TIME);
    }

    /** Open price of the last closed bar. */
    public long lastOpen() {
        return block.getLong(offset + BAR_BYTES + OPEN);
    }

    /** High of the last closed bar. */
    public long lastHigh() {
        return block.getLong(offset + BAR_BYTES + HIGH);
    }

    /** Low of the last closed bar. */
    public long lastLow() {
        return block.getLong(offset + BAR_BYTES + LOW);
    }

    /** Close of the last closed bar. */
    public long lastClose() {
        return block.getLong(offset + BAR_BYTES + CLOSE);
    }

    /** Volume of the last closed bar. */
    public long lastVolume() {
        return block.getLong(offset + BAR_BYTES + VOLUME);
    }

    /** Trades in the last closed bar. */
    public long lastCount() {
        return block.getLong(offset + BAR_BYTES + COUNT);
    }

    /** Flags of the last closed bar. */
    public long lastFlags() {
        return block.getLong(offset + BAR_BYTES + FLAGS);
    }
}
