package io.millrace.archiver.deadletter;

import java.util.Optional;

/**
 * A record that its table refused. Immutable, but the bytes are not copied.
 *
 * @param sequence journal sequence of the record
 * @param table the table that refused it
 * @param templateId SBE template id of the record
 * @param record SBE header and body
 * @param instrument what the instrument's number meant at the sequence; empty where the row needs none
 * @param sqlState why, as SQLSTATE
 * @param message why, in one line
 */
public record DeadLetter(
        long sequence,
        String table,
        int templateId,
        byte[] record,
        Optional<InstrumentInForce> instrument,
        String sqlState,
        String message) {
    private static final int MAX_MESSAGE_CHARS = 2000;

    /** A definition of an instrument, as far as rows need it. */
    public record InstrumentInForce(
            int instrumentId, String symbol, String baseAsset, int priceExponent, int quantityExponent) {}

    public DeadLetter {
        message = cut(message);
    }

    /** A column of text takes no NUL, and a refused row may be long. */
    static String cut(String message) {
        String text = message.replace('\0', '\uFFFD');
        return text.length() <= MAX_MESSAGE_CHARS ? text : text.substring(0, MAX_MESSAGE_CHARS);
    }
}
