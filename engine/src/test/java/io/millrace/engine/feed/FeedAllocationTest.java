package io.millrace.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.input.FeedEvent;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The feed thread allocates nothing per event once warm, bad lines included. */
@Timeout(120)
class FeedAllocationTest {

    private static final int LINES = 20_000;
    private static final int WARM_UP_EVENTS = 4_000;
    private static final int MAX_PASSES = 6;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(FormatSamples.class)
    void shouldAllocateNothingWhenWarm(FormatSamples format) {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder(format.header());
        for (int i = 0; i < LINES; i++) {
            String line = format.line(i, random);
            text.append(i % 50 == 17 ? line.substring(0, line.length() / 2) : line)
                    .append('\n');
        }
        byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
        Path plain = FeedSamples.write(directory, format.fileName(), content);
        Path gzip = FeedSamples.write(directory, format.fileName() + ".gz", FeedSamples.gzip(content));
        Path zip = FeedSamples.write(
                directory, format.fileName() + ".zip", FeedSamples.zip(format.fileName(), text.toString()));
        for (Path file : new Path[] {plain, gzip, zip}) {
            // The compiler may allocate on a thread that it moves to new code; what the feed allocates comes every
            // time.
            long least = allocatedBytes(format.spec(file));
            for (int pass = 1; pass < MAX_PASSES && least > 0; pass++) {
                least = Math.min(least, allocatedBytes(format.spec(file)));
            }
            assertThat(least).as("bytes for %s", file.getFileName()).isZero();
        }
    }

    private static long allocatedBytes(FeedSpec spec) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (FeedReader reader = Feeds.open(spec)) {
            FeedEvent event = new FeedEvent();
            for (int i = 0; i < WARM_UP_EVENTS; i++) {
                if (!reader.next(event)) {
                    throw new AssertionError("too few events: " + reader.tally().firstRejections());
                }
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            long own = threads.getCurrentThreadAllocatedBytes() - before;
            before = threads.getCurrentThreadAllocatedBytes();
            long events = 0;
            while (reader.next(event)) {
                events++;
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before - own;
            if (events < LINES / 4) {
                throw new AssertionError(
                        "only " + events + " events: " + reader.tally().firstRejections());
            }
            return allocated;
        }
    }
}
