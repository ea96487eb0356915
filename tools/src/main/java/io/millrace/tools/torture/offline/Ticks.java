package io.millrace.tools.torture.offline;

import java.util.SplittableRandom;

/** Lines of trades in the format {@code binance-trades}, from a seed. One thread. */
final class Ticks {
    /** 2024-08-09T00:00:00Z, in microseconds. */
    private static final long START_US = 1_723_161_600_000_000L;

    private static final int US_PER_MS = 1_000;
    private static final int LONGEST_STEP_MS = 6;

    private final SplittableRandom random;
    private long id;
    private long timeUs = START_US;
    private long priceCents = 6_000_000;

    Ticks(final long seed) {
        random = new SplittableRandom(seed);
    }

    /** The next lines. */
    String lines(final int count) {
        final StringBuilder lines = new StringBuilder(count * 64);
        for (int i = 0; i < count; i++) {
            id++;
            timeUs += random.nextInt(LONGEST_STEP_MS + 1) * (long) US_PER_MS;
            priceCents = Math.max(1_000, priceCents + random.nextInt(-1_500, 1_501));
            line(lines, id, timeUs, priceCents, 1 + random.nextInt(500), random.nextBoolean());
        }
        return lines.toString();
    }

    /** Appends one line: two decimals of price, three of quantity. */
    static void line(
            final StringBuilder lines,
            final long id,
            final long timeUs,
            final long priceCents,
            final long quantityMillis,
            final boolean maker) {
        lines.append(id)
                .append(',')
                .append(decimal(priceCents, 2))
                .append(',')
                .append(decimal(quantityMillis, 3))
                .append(",1.5,")
                .append(timeUs)
                .append(maker ? ",True,True\n" : ",False,True\n");
    }

    /** A mantissa with its point, such as 618.03. */
    static String decimal(final long mantissa, final int decimals) {
        final String digits = Long.toString(mantissa);
        final String padded = "0".repeat(Math.max(0, decimals + 1 - digits.length())) + digits;
        final int point = padded.length() - decimals;
        return padded.substring(0, point) + "." + padded.substring(point);
    }
}
