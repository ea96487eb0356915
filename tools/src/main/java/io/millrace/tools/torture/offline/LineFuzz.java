package io.millrace.tools.torture.offline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.feed.Feeds;
import io.millrace.engine.input.FeedEvent;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A file of damaged lines, read by the product's reader of its format: no exception, every line counted once, and no event that
 * could not be. One thread.
 */
final class LineFuzz {
    private static final int MOST_CHANGES = 4;
    private static final String[] NONSENSE = {
        "NaN",
        "-inf",
        "1e400",
        "-1",
        "0",
        "",
        "\"",
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
        " ",
        "\t",
        "\n"
    };

    /** Reads one file of so many lines. */
    void file(final LineSamples format, final int lines, final Round round) throws IOException {
        final byte[] content = content(format, lines, round.random());
        final Path file = round.directory().resolve(format.fileName());
        Files.write(file, content);
        int ends = 0;
        for (final byte each : content) {
            ends += each == '\n' ? 1 : 0;
        }
        final String where = format + " (seed " + round.seed() + ")";
        try (FeedReader reader = Feeds.open(format.spec(file))) {
            final FeedEvent event = new FeedEvent();
            long taken = 0;
            long lastPosition = 0;
            while (reader.next(event)) {
                taken++;
                Invariant.I2.require(
                        event.position > lastPosition && possible(event),
                        where + ": line " + event.position + " gave an event that cannot be");
                lastPosition = event.position;
            }
            final FeedTally tally = reader.tally();
            Invariant.I5.require(
                    tally.taken() == taken && tally.lines() == ends && sumOfReasons(tally) == tally.rejected(),
                    where + ": " + ends + " lines, counted are " + tally.taken() + " taken, " + tally.rejected()
                            + " rejected, " + tally.notUsed() + " not used");
            round.count(Figure.CORRUPTIONS_INJECTED, ends);
            round.count(Figure.CORRUPTIONS_DETECTED, tally.rejected());
            round.count(Figure.CORRUPTIONS_HARMLESS, tally.taken() + tally.notUsed());
        }
        Files.delete(file);
    }

    private static long sumOfReasons(final FeedTally tally) {
        return tally.rejectedByReason().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static byte[] content(final LineSamples format, final int lines, final SplittableRandom random) {
        final ByteArrayOutputStream content = new ByteArrayOutputStream(lines * 80);
        content.writeBytes(format.header().getBytes(UTF_8));
        // The first line decides on the columns and stays good.
        content.writeBytes((format.line(0, random) + "\n").getBytes(UTF_8));
        for (int i = 1; i < lines; i++) {
            byte[] line = format.line(i, random).getBytes(UTF_8);
            for (int left = random.nextInt(MOST_CHANGES + 1); left > 0 && line.length > 0; left--) {
                line = change(line, random);
            }
            content.writeBytes(line);
            content.write('\n');
        }
        return content.toByteArray();
    }

    private static byte[] change(final byte[] line, final SplittableRandom random) {
        final int at = random.nextInt(line.length);
        final int to = Math.min(line.length, at + 1 + random.nextInt(6));
        return switch (random.nextInt(6)) {
            case 0 -> {
                final byte[] flipped = line.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> splice(line, at, to, new byte[] {(byte) random.nextInt()});
            case 2 -> splice(line, at, to, new byte[0]);
            case 3 -> Arrays.copyOf(line, at);
            case 4 -> splice(line, at, at, line);
            default -> splice(line, at, to, NONSENSE[random.nextInt(NONSENSE.length)].getBytes(UTF_8));
        };
    }

    private static byte[] splice(final byte[] line, final int from, final int to, final byte[] middle) {
        final byte[] spliced = Arrays.copyOf(line, line.length - (to - from) + middle.length);
        System.arraycopy(middle, 0, spliced, from, middle.length);
        System.arraycopy(line, to, spliced, from + middle.length, line.length - to);
        return spliced;
    }

    private static boolean possible(final FeedEvent event) {
        if (event.eventTimeNs < 0 || event.receiveTimeNs < 0) {
            return false;
        }
        return switch (event.kind) {
            case TRADE -> event.price > 0 && event.quantity > 0 && event.venueId >= -1;
            case QUOTE ->
                sidePossible(event.bidPrice, event.bidQuantity) && sidePossible(event.askPrice, event.askQuantity);
            case BAR ->
                event.low > 0
                        && event.low <= Math.min(event.open, event.close)
                        && event.high >= Math.max(event.open, event.close)
                        && event.volume >= 0
                        && event.intervalNs > 0
                        && event.openTimeNs + event.intervalNs == event.eventTimeNs;
        };
    }

    private static boolean sidePossible(final long price, final long quantity) {
        return price >= 0 && quantity >= 0 && (price > 0 || quantity == 0);
    }
}
