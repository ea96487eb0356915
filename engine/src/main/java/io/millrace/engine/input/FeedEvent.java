package io.millrace.engine.input;

/**
 * One parsed market event, filled by a {@link FeedReader} and used again for the next one.
 *
 * <p>Feed thread. No allocation. Which fields hold depends on {@link #kind}; the others keep what an earlier event left
 * in them. Prices and quantities are mantissas at the exponents of the {@link FeedSpec}; times are nanoseconds, UTC.
 */
public final class FeedEvent {

    /** What happened in the market. */
    public enum Kind {
        TRADE,
        QUOTE,
        BAR
    }

    /** Values of {@link #aggressor}, the same as in the record schema. */
    public static final byte AGGRESSOR_UNKNOWN = 0;

    public static final byte AGGRESSOR_BUYER = 1;
    public static final byte AGGRESSOR_SELLER = 2;

    /** Value of {@link #venueId} and {@link #tradeCount} where the venue gives none. */
    public static final int NONE = -1;

    public Kind kind = Kind.TRADE;

    /** The venue's time; for a bar the time it closes. */
    public long eventTimeNs;

    /** When a recorder received it; 0 where the source does not say. */
    public long receiveTimeNs;

    /** Grows within the source; where a restart goes on. The number of the line. */
    public long position;

    /** Trade id or quote update id; {@link #NONE} where there is none. */
    public long venueId;

    /** Condition bits as the venue gives them; 0 where there are none. */
    public int conditions;

    /** Up to four ASCII characters of the reporting exchange, the first one lowest; 0 where there are none. */
    public int venueCode;

    /** Whether the source itself marks the event as suspicious. */
    public boolean suspicious;

    public long price;
    public long quantity;
    public byte aggressor;

    /** A side with quantity 0 is absent. */
    public long bidPrice;

    public long bidQuantity;
    public long askPrice;
    public long askQuantity;

    public long openTimeNs;
    public long intervalNs;
    public long open;
    public long high;
    public long low;
    public long close;
    public long volume;

    /** Trades in the bar; {@link #NONE} where the source does not say. */
    public int tradeCount;

    /** Sets what all kinds have in common. */
    public void begin(Kind newKind, long newEventTimeNs, long newReceiveTimeNs, long newVenueId) {
        kind = newKind;
        eventTimeNs = newEventTimeNs;
        receiveTimeNs = newReceiveTimeNs;
        venueId = newVenueId;
        conditions = 0;
        venueCode = 0;
        suspicious = false;
    }
}
