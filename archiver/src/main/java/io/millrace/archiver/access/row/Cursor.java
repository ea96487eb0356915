package io.millrace.archiver.access.row;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * A place between two rows: the next page holds what comes behind it. Immutable. Unlike an offset it costs the same on every
 * page, and rows that arrive meanwhile move nothing.
 *
 * @param time key time of the last row seen
 * @param id its id
 */
public record Cursor(Instant time, String id) {
    /** Before all rows: later than any of them. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    static Cursor start(String anyId) {
        return new Cursor(END_OF_TIME, anyId);
    }

    static Cursor behind(Keyed row) {
        return new Cursor(row.keyTime(), row.keyId());
    }

    /** Opaque text for callers; letters, digits, minus and underscore. */
    public String encode() {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((micros + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException where it is something else
     */
    public static Cursor decode(String text) {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int blank = plain.indexOf(' ');
        if (blank < 1) {
            throw new IllegalArgumentException("no place in it");
        }
        long micros = Long.parseLong(plain.substring(0, blank));
        Instant time = Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
        if (time.isAfter(END_OF_TIME)) {
            throw new IllegalArgumentException("time out of range");
        }
        return new Cursor(time, plain.substring(blank + 1));
    }
}
