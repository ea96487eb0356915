package io.millrace.tools.testing;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Writes files in the layout of Binance's public spot trade dumps. Any thread; the same for the same seed. */
public final class SampleTrades {
    private static final long START_MS = 1_723_075_200_000L;

    private SampleTrades() {}

    /** So many trades of a price that wanders, about three a second, without a header. */
    public static Path write(Path file, int count, long seed) throws IOException {
        Random random = new Random(seed);
        double price = 60_000;
        long timeMs = START_MS;
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.US_ASCII))) {
            for (int i = 0; i < count; i++) {
                price += random.nextGaussian() * 4 + 3 * Math.sin(i / 900.0);
                timeMs += random.nextInt(660);
                double quantity = (1 + random.nextInt(999)) / 1_000.0;
                out.write(String.format(
                        Locale.ROOT,
                        "%d,%.2f,%.3f,%.5f,%d,%s,True%n",
                        1_000 + i,
                        price,
                        quantity,
                        price * quantity,
                        timeMs,
                        random.nextBoolean() ? "True" : "False"));
            }
        }
        return file;
    }
}
