package io.millrace.tools.torture.live;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Trades made from a seed: written as a file that the engine reads, kept as numbers that its journal is compared with.
 *
 * <p>Immutable after construction, any thread. The numbers never go through the product's parser.
 */
final class TradeTape {
    static final String SYMBOL = "BTCUSDT";
    static final long FIRST_ID = 1_000;

    /** Prices and quantities of the file have two and three decimals; the journal's mantissas are of 8. */
    private static final long PRICE_UNIT = 1_000_000;

    private static final long QUANTITY_UNIT = 100_000;
    private static final long START_US = 1_723_075_200_000_000L;
    private static final long NANOS_PER_MICRO = 1_000;

    private final Path file;
    private final long[] timeUs;
    private final int[] priceCents;
    private final int[] quantityThousandths;

    private TradeTape(final Path file, final int count) {
        this.file = file;
        timeUs = new long[count];
        priceCents = new int[count];
        quantityThousandths = new int[count];
    }

    /**
     * Makes a tape and its file.
     *
     * @param meanGapUs mean distance of two trades in event time
     */
    static TradeTape write(final Path file, final int count, final long seed, final long meanGapUs) throws IOException {
        final TradeTape tape = new TradeTape(file, count);
        final SplittableRandom random = new SplittableRandom(seed);
        double price = 6_000_000;
        long timeUs = START_US;
        final StringBuilder line = new StringBuilder();
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (int i = 0; i < count; i++) {
                // A walk that swings, so that indicators cross and signals come.
                price += (random.nextDouble() - 0.5) * 1_400 + 300 * Math.sin(i / 900.0);
                timeUs += 1 + random.nextLong(2 * meanGapUs);
                tape.timeUs[i] = timeUs;
                tape.priceCents[i] = (int) Math.max(1_000_000, Math.min(20_000_000, price));
                tape.quantityThousandths[i] = 1 + random.nextInt(999);
                line.setLength(0);
                line.append(FIRST_ID + i).append(',');
                decimal(line, tape.priceCents[i], 100).append(',');
                decimal(line, tape.quantityThousandths[i], 1_000).append(",0,");
                line.append(timeUs).append(random.nextBoolean() ? ",True,True\n" : ",False,True\n");
                out.append(line);
            }
        }
        return tape;
    }

    private static StringBuilder decimal(final StringBuilder text, final int value, final int unit) {
        text.append(value / unit).append('.');
        for (int rest = value % unit, digit = unit / 10; digit > 0; digit /= 10) {
            text.append((char) ('0' + rest / digit % 10));
        }
        return text;
    }

    /** What the engine is fed with. */
    Path file() {
        return file;
    }

    /** Number of trades. */
    int size() {
        return timeUs.length;
    }

    /** True when the values of a journaled trade are those of the trade {@code index} of the tape. */
    boolean matches(
            final int index, final long venueId, final long eventTimeNs, final long price, final long quantity) {
        return index < timeUs.length
                && venueId == FIRST_ID + index
                && eventTimeNs == timeUs[index] * NANOS_PER_MICRO
                && price == priceCents[index] * PRICE_UNIT
                && quantity == quantityThousandths[index] * QUANTITY_UNIT;
    }
}
