package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.input.FeedEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged lines of every format: never an exception, never an impossible value, every line counted once. */
@Timeout(120)
class FeedFuzzPropertyTest {

    private static final int LINES = 10_000;
    private static final int MAX_LINE_BYTES = 400;
    private static final long SEED = 20261120L;
    private static final String[] TOKENS = {
        "NaN",
        "-inf",
        "Infinity",
        "1e400",
        "-1",
        "0",
        "",
        "\"",
        ",",
        ",,,,",
        "\u0000",
        "\r",
        "{",
        "}",
        "[",
        "\\",
        "null",
        "99999999999999999999999",
        "1e-30",
        "0x1f",
        "\u00fc",
        "true",
        "-0",
        "+1",
        ".",
        "-",
        ": ",
        "@",
        " ",
        "\t"
    };

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(FormatSamples.class)
    void shouldAccountForEveryLineWhenLinesAreDamaged(FormatSamples format) {
        Random random = new Random(SEED + format.ordinal());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(format.header().getBytes(StandardCharsets.UTF_8));
        // A good first line keeps the layout, which is decided there, the same for all seeds.
        content.writeBytes((format.line(0, random) + "\n").getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i < LINES; i++) {
            content.writeBytes(damage(format.line(i, random).getBytes(StandardCharsets.UTF_8), random));
            content.write('\n');
        }
        Path file = FeedSamples.write(directory, format.fileName(), content.toByteArray());
        int lines = 0;
        for (byte c : content.toByteArray()) {
            lines += c == '\n' ? 1 : 0;
        }
        try (FeedReader reader = Feeds.open(format.spec(file), MAX_LINE_BYTES)) {
            FeedEvent event = new FeedEvent();
            long lastPosition = 0;
            while (reader.next(event)) {
                assertPlausible(event, lastPosition, format);
                lastPosition = event.position;
            }
            FeedTally tally = reader.tally();
            assertThat(tally.taken() + tally.rejected() + tally.notUsed())
                    .as("seed %d, %s", SEED, format)
                    .isEqualTo(lines);
            assertThat(tally.taken()).isGreaterThan(LINES / 20);
            assertThat(tally.rejected()).isGreaterThan(LINES / 10);
            assertThat(tally.rejectedByReason().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(tally.rejected());
            assertThat(tally.notUsedByKind().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(tally.notUsed());
        }
    }

    private static void assertPlausible(FeedEvent event, long lastPosition, FormatSamples format) {
        boolean plausible = event.position > lastPosition && event.eventTimeNs >= 0 && event.receiveTimeNs >= 0;
        plausible &= switch (event.kind) {
            case TRADE -> event.price > 0 && event.quantity > 0 && event.venueId >= -1;
            case QUOTE ->
                event.bidQuantity >= 0
                        && event.askQuantity >= 0
                        && event.bidPrice >= 0
                        && event.askPrice >= 0
                        && (event.bidPrice > 0 || event.bidQuantity == 0)
                        && (event.askPrice > 0 || event.askQuantity == 0);
            default ->
                event.low > 0
                        && event.low <= Math.min(event.open, event.close)
                        && event.high >= Math.max(event.open, event.close)
                        && event.volume >= 0
                        && event.tradeCount >= -1
                        && event.intervalNs > 0
                        && event.openTimeNs + event.intervalNs == event.eventTimeNs;
        };
        if (!plausible) {
            throw new AssertionError("seed " + SEED + ", " + format + ": " + FeedSamples.describe(event));
        }
    }

    /** The line with up to four small damages; the damage may hold a line feed. */
    private static byte[] damage(byte[] line, Random random) {
        byte[] damaged = line;
        int count = random.nextInt(5);
        for (int i = 0; i < count && damaged.length > 0; i++) {
            damaged = damageOnce(damaged, random);
        }
        return damaged;
    }

    private static byte[] damageOnce(byte[] line, Random random) {
        int at = random.nextInt(line.length);
        int length = Math.min(line.length - at, 1 + random.nextInt(6));
        switch (random.nextInt(8)) {
            case 0 -> {
                byte[] flipped = line.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 1 -> {
                byte[] replaced = line.clone();
                replaced[at] = (byte) random.nextInt(256);
                return replaced;
            }
            case 2 -> {
                return splice(line, at, at + length, new byte[0]);
            }
            case 3 -> {
                return splice(line, at, line.length, new byte[0]);
            }
            case 4 -> {
                byte[] token = TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
                return splice(line, at, at + length, token);
            }
            case 5 -> {
                return replaceField(line, at, TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8));
            }
            case 6 -> {
                return splice(line, at, at, line);
            }
            default -> {
                byte[] digit = {(byte) ('0' + random.nextInt(10))};
                return splice(line, at, at, digit);
            }
        }
    }

    private static byte[] replaceField(byte[] line, int at, byte[] token) {
        int from = at;
        while (from > 0 && line[from - 1] != ',') {
            from--;
        }
        int to = at;
        while (to < line.length && line[to] != ',') {
            to++;
        }
        return splice(line, from, to, token);
    }

    private static byte[] splice(byte[] line, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(line, 0, from);
        out.writeBytes(middle);
        out.write(line, to, line.length - to);
        return out.toByteArray();
    }
}
