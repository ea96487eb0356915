package io.millrace.engine.feed;

import io.millrace.engine.feed.text.Ascii;
import io.millrace.journal.record.Decimals;
import java.nio.charset.StandardCharsets;

/** Why a number that was parsed is not acceptable. Any thread; no state; no allocation. */
final class Rejects {

    private static final byte[] NAN = "nan".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INF = "inf".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INFINITY = "infinity".getBytes(StandardCharsets.US_ASCII);

    private Rejects() {}

    /** Reason for a price that is not above zero. */
    static RejectReason price(long parsed, byte[] buffer, int start, int end) {
        return Decimals.isValue(parsed) ? RejectReason.BAD_PRICE : number(parsed, buffer, start, end);
    }

    /** Reason for a quantity that is too small. */
    static RejectReason quantity(long parsed, byte[] buffer, int start, int end) {
        return Decimals.isValue(parsed) ? RejectReason.BAD_QUANTITY : number(parsed, buffer, start, end);
    }

    /** Reason for a count or an id that is negative or no number. */
    static RejectReason count(long parsed, byte[] buffer, int start, int end) {
        return Decimals.isValue(parsed) ? RejectReason.MALFORMED_NUMBER : number(parsed, buffer, start, end);
    }

    private static RejectReason number(long parsed, byte[] buffer, int start, int end) {
        return parsed == Decimals.MALFORMED ? malformed(buffer, start, end) : RejectReason.DOES_NOT_FIT;
    }

    private static RejectReason malformed(byte[] buffer, int start, int end) {
        int from = start < end && (buffer[start] == '-' || buffer[start] == '+') ? start + 1 : start;
        boolean notFinite = Ascii.equalsIgnoreCase(buffer, from, end, NAN)
                || Ascii.equalsIgnoreCase(buffer, from, end, INF)
                || Ascii.equalsIgnoreCase(buffer, from, end, INFINITY);
        return notFinite ? RejectReason.NOT_FINITE : RejectReason.MALFORMED_NUMBER;
    }
}
