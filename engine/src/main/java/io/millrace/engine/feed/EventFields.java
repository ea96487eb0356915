package io.millrace.engine.feed;

import io.millrace.engine.input.FeedEvent;
import io.millrace.journal.record.Decimals;

/**
 * Reads the numbers of an event into it and remembers the first reason against it.
 *
 * <p>Feed thread; reused for each line; no allocation.
 */
final class EventFields {

    private final int priceExponent;
    private final int quantityExponent;
    private RejectReason problem;

    /**
     * @param priceExponent power of ten of the mantissa, relative to the number as written
     * @param quantityExponent likewise
     */
    EventFields(int priceExponent, int quantityExponent) {
        this.priceExponent = priceExponent;
        this.quantityExponent = quantityExponent;
    }

    void clear() {
        problem = null;
    }

    /** The first reason against the line since {@link #clear}, null while there is none. */
    RejectReason problem() {
        return problem;
    }

    void reject(RejectReason reason) {
        if (problem == null) {
            problem = reason;
        }
    }

    /** A price above zero. */
    long price(byte[] buffer, int start, int end) {
        long value = Decimals.parse(buffer, start, end - start, priceExponent);
        if (value <= 0) {
            reject(Rejects.price(value, buffer, start, end));
        }
        return value;
    }

    /** A quantity above zero. */
    long positiveQuantity(byte[] buffer, int start, int end) {
        long value = Decimals.parse(buffer, start, end - start, quantityExponent);
        if (value <= 0) {
            reject(Rejects.quantity(value, buffer, start, end));
        }
        return value;
    }

    /** A quantity of zero or more. */
    long quantity(byte[] buffer, int start, int end) {
        long value = Decimals.parse(buffer, start, end - start, quantityExponent);
        if (value < 0) {
            reject(Rejects.quantity(value, buffer, start, end));
        }
        return value;
    }

    /** The price of a quote's side, which may be zero where the side is absent. */
    long sidePrice(long quantity, byte[] buffer, int start, int end) {
        long value = Decimals.parse(buffer, start, end - start, priceExponent);
        if (value < 0 || (value == 0 && quantity != 0)) {
            reject(Rejects.price(value, buffer, start, end));
        }
        return value;
    }

    /** A whole number of zero or more. */
    long count(byte[] buffer, int start, int end) {
        long value = Decimals.parse(buffer, start, end - start, 0);
        if (value < 0) {
            reject(Rejects.count(value, buffer, start, end));
        }
        return value;
    }

    /** The number of trades in a bar. */
    int tradeCount(byte[] buffer, int start, int end) {
        long value = count(buffer, start, end);
        if (value > Integer.MAX_VALUE) {
            reject(RejectReason.DOES_NOT_FIT);
        }
        return (int) value;
    }

    /** A time as parsed, which may be no time. */
    long time(long parsedNs) {
        if (parsedNs < 0) {
            reject(RejectReason.BAD_TIME);
        }
        return parsedNs;
    }

    /** Sets the prices' consistency against each other as a condition. */
    void checkBar(FeedEvent bar) {
        if (bar.low > Math.min(bar.open, bar.close) || bar.high < Math.max(bar.open, bar.close)) {
            reject(RejectReason.INCONSISTENT_BAR);
        }
    }

    Outcome outcome() {
        return problem == null ? Taken.TAKEN : problem;
    }
}
