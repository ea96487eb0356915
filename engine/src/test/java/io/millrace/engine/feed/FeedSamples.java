package io.millrace.engine.feed;

import io.millrace.engine.input.FeedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small feed files and reads feeds to their end. */
final class FeedSamples {

    private FeedSamples() {}

    static Path write(Path directory, String name, String text) {
        return write(directory, name, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path write(Path directory, String name, byte[] bytes) {
        try {
            return Files.write(directory.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(String text) {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A zip file; names and texts alternate, a name that ends in a slash is a directory. */
    static byte[] zip(String... namesAndTexts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** One line of text for each event of the feed. */
    static List<String> readAll(FeedSpec spec) {
        try (FeedReader reader = Feeds.open(spec)) {
            return readAll(reader);
        }
    }

    static List<String> readAll(FeedReader reader) {
        List<String> events = new ArrayList<>();
        FeedEvent event = new FeedEvent();
        while (reader.next(event)) {
            events.add(describe(event));
        }
        return events;
    }

    /** Reads to the end and gives the account. */
    static FeedTally tally(FeedSpec spec) {
        try (FeedReader reader = Feeds.open(spec)) {
            FeedEvent event = new FeedEvent();
            long events = 0;
            while (reader.next(event)) {
                events++;
            }
            if (events != reader.tally().taken()) {
                throw new AssertionError(events + " events, " + reader.tally().taken() + " counted");
            }
            return reader.tally();
        }
    }

    static FeedEvent first(FeedSpec spec) {
        try (FeedReader reader = Feeds.open(spec)) {
            FeedEvent event = new FeedEvent();
            if (!reader.next(event)) {
                throw new AssertionError("no event: " + reader.tally().firstRejections());
            }
            return event;
        }
    }

    static String describe(FeedEvent event) {
        return event.position + " " + content(event);
    }

    /** The event without its position and time of receipt. */
    static String content(FeedEvent event) {
        return switch (event.kind) {
            case TRADE ->
                String.join(
                        " ",
                        "TRADE",
                        "t=" + event.eventTimeNs,
                        "id=" + event.venueId,
                        "p=" + event.price,
                        "q=" + event.quantity,
                        "side=" + event.aggressor,
                        "cond=" + event.conditions,
                        "venue=" + event.venueCode,
                        "susp=" + event.suspicious);
            case QUOTE ->
                String.join(
                        " ",
                        "QUOTE",
                        "t=" + event.eventTimeNs,
                        "id=" + event.venueId,
                        "bid=" + event.bidPrice + "x" + event.bidQuantity,
                        "ask=" + event.askPrice + "x" + event.askQuantity,
                        "cond=" + event.conditions,
                        "venue=" + event.venueCode,
                        "susp=" + event.suspicious);
            default ->
                String.join(
                        " ",
                        "BAR",
                        "t=" + event.eventTimeNs,
                        "open=" + event.openTimeNs + "+" + event.intervalNs,
                        "ohlc=" + event.open + "/" + event.high + "/" + event.low + "/" + event.close,
                        "v=" + event.volume,
                        "n=" + event.tradeCount);
        };
    }
}
