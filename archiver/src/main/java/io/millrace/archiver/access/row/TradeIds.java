package io.millrace.archiver.access.row;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Trade ids of signals that applications make, in the form of those of engines: base asset, UTC date, UTC time, 8 hexadecimal digits
 * derived from the signal. So the same signal sent twice is found out. Any thread.
 */
public final class TradeIds {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int HASH_BYTES = 4;

    private TradeIds() {}

    /** Such as {@code BTC_20241220_143052_a1b2c3d4}. */
    public static String of(NewSignal signal) {
        String canonical = String.join(
                "\n",
                signal.symbol(),
                signal.signalType(),
                signal.timestamp().toString(),
                Double.toString(signal.confidence()),
                signal.entryPrice().toPlainString(),
                signal.stopLoss().toPlainString(),
                signal.takeProfit().toPlainString(),
                signal.expiryTime().toString(),
                signal.source(),
                signal.timeframe());
        byte[] hash = sha256(canonical);
        return signal.baseAsset() + "_" + SECOND.format(signal.timestamp()) + "_"
                + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
