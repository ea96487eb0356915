package io.millrace.journal.record;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes the trade id of a signal as people and programs quote it: {@code BTC_20241220_143052_a1b2c3d4}.
 *
 * <p>The parts are the base asset of the instrument, the UTC date and time of the event to the second, and the hash that
 * the signal's record carries, as eight hexadecimal digits. Nothing but record fields goes in, so every reader writes the
 * same id.
 *
 * <p>Any thread. Allocates the text; for readers, not for the hot path. Times are ns since the epoch, UTC.
 */
public final class TradeIds {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss", Locale.ROOT);

    private TradeIds() {}

    /**
     * Writes one trade id.
     *
     * @param baseAsset as InstrumentDefined has it
     * @param eventTimeNs of the Signal record
     * @param hash {@code tradeIdHash} of the Signal record
     */
    public static String format(String baseAsset, long eventTimeNs, int hash) {
        LocalDateTime second =
                LocalDateTime.ofEpochSecond(Math.floorDiv(eventTimeNs, NANOS_PER_SECOND), 0, ZoneOffset.UTC);
        StringBuilder id = new StringBuilder(baseAsset.length() + 25);
        id.append(baseAsset).append('_');
        DATE_AND_TIME.formatTo(second, id);
        id.append('_');
        for (int shift = 28; shift >= 0; shift -= 4) {
            id.append(Character.forDigit(hash >>> shift & 0xF, 16));
        }
        return id.toString();
    }
}
