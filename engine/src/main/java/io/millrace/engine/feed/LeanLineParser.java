package io.millrace.engine.feed;

import io.millrace.engine.input.FeedEvent;

/**
 * What the LEAN tick files share: their clock, and the exchange, condition and suspicious fields at the end of a line.
 * Prices are whole numbers of a ten-thousandth.
 *
 * <p>Feed thread; no allocation after construction.
 */
abstract class LeanLineParser extends CsvLineParser {

    /** Power of ten of a price as written. */
    static final int WRITTEN_PRICE_EXPONENT = -4;

    private static final int MAX_CODE_LENGTH = 4;
    private static final int MAX_HEX_DIGITS = 8;

    private final LeanClock clock;

    LeanLineParser(EventFields fields, int fieldCount, LeanClock clock) {
        super(fields, fieldCount, fieldCount);
        this.clock = clock;
    }

    long time(byte[] buffer) {
        return fields.time(clock.parse(buffer, csv.start(0), csv.end(0)));
    }

    /** Reads the last three fields, of which the first one is given; the event must have begun. */
    void tail(byte[] buffer, int exchangeField, FeedEvent event) {
        event.venueCode = venueCode(buffer, csv.start(exchangeField), csv.end(exchangeField));
        event.conditions = conditions(buffer, csv.start(exchangeField + 1), csv.end(exchangeField + 1));
        event.suspicious = suspicious(buffer, csv.start(exchangeField + 2), csv.end(exchangeField + 2));
    }

    private int venueCode(byte[] buffer, int start, int end) {
        if (end - start > MAX_CODE_LENGTH) {
            fields.reject(RejectReason.MALFORMED_LINE);
            return 0;
        }
        int code = 0;
        for (int i = end - 1; i >= start; i--) {
            if (buffer[i] <= ' ' || buffer[i] == 0x7f) {
                fields.reject(RejectReason.MALFORMED_LINE);
            }
            code = code << 8 | (buffer[i] & 0xff);
        }
        return code;
    }

    private int conditions(byte[] buffer, int start, int end) {
        if (end - start > MAX_HEX_DIGITS) {
            fields.reject(RejectReason.MALFORMED_NUMBER);
            return 0;
        }
        int bits = 0;
        for (int i = start; i < end; i++) {
            int digit = hexDigit(buffer[i]);
            if (digit < 0) {
                fields.reject(RejectReason.MALFORMED_NUMBER);
            }
            bits = bits << 4 | (digit & 0xf);
        }
        return bits;
    }

    private static int hexDigit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private boolean suspicious(byte[] buffer, int start, int end) {
        boolean flag = end - start == 1 && (buffer[start] == '0' || buffer[start] == '1');
        if (!flag) {
            fields.reject(RejectReason.MALFORMED_LINE);
        }
        return flag && buffer[start] == '1';
    }
}
