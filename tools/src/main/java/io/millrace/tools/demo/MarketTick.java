package io.millrace.tools.demo;

/** One trade or quote of the market, written over by each {@link InstrumentTape#next}. One thread. */
final class MarketTick {
    boolean trade;
    long timeNs;
    /** Trade id or quote update id of the venue. */
    long venueId;
    /** Trades: mantissas of the instrument's exponents; {@code buyer} took liquidity. */
    long price;

    long quantity;
    boolean buyer;
    /** Quotes. */
    long bidPrice;

    long bidQuantity;
    long askPrice;
    long askQuantity;
}
