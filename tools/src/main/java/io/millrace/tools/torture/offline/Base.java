package io.millrace.tools.torture.offline;

import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.tools.supervise.CommandProcess;
import io.millrace.tools.torture.reader.RawBatch;
import io.millrace.tools.torture.reader.RawJournal;
import io.millrace.tools.torture.reader.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The data directory that the rounds hurt copies of: a journal of four cycles, snapshots, a state file that was closed in order,
 * and the feed that made all of it. Made by the product once, then held in memory.
 *
 * <p>One thread.
 */
final class Base {
    static final String ROLL_CYCLE = "FAST_HOURLY";

    private static final long SEED = 20_261_121;
    private static final int FIRST_EVENTS = 2_000;
    private static final int MORE_EVENTS = 600;
    private static final int OLD_CYCLES = 3;
    private static final List<String> PACES = List.of("3x", "1x", "0.3x", "0.1x");
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long OLD_NS = Instant.parse("2026-01-05T10:00:00Z").getEpochSecond() * 1_000_000_000L;

    private static final String CONFIG = """
            millrace.engine {
              warm-up = 0ms
              batch.max-records = 8
              bars = [100ms, 1s, 5s, 1m]
              indicators = [
                { name = fast, kind = ema, bar = 100ms, period = 3 }, { name = slow, kind = sma, bar = 100ms, period = 9 }
                { name = range, kind = atr, bar = 100ms, period = 5 }, { name = rsi, kind = rsi, bar = 1s, period = 5 }
                { name = volume, kind = obv, bar = 1s }
              ]
              rules = [
                { name = cross, kind = moving-average-cross, bar = 100ms, fast = fast, slow = slow, atr = range, min-adx = 0 }
              ]
              limits { min-volatility-bps = 0, cooldown-bars = 2, max-signals-per-hour = 200 }
              state { max-instruments = 8, max-feeds = 16 }
              snapshot { every-records = 150, interval = 50ms }
            }
            """;

    private final CommandProcess command;
    private FileTree files;
    private List<RawBatch> batches;
    private String first;
    private String more;
    private String stateDigest;
    private String outputDigest;

    Base(final CommandProcess command) {
        this.command = command;
    }

    /**
     * A copy to hurt, in a directory of its own.
     *
     * @param scratch where the first call makes the base
     */
    DataCopy copyTo(final Path scratch) throws IOException {
        if (files == null) {
            make(scratch.resolve("base"));
        }
        final DataCopy copy = new DataCopy(command, scratch);
        files.write(copy.data());
        copy.writeFeed(CONFIG, first, more);
        return copy;
    }

    /** The files as they are in a copy that was not hurt. */
    FileTree files() {
        return files;
    }

    /** The batches of the journal. */
    List<RawBatch> batches() {
        return batches;
    }

    /** The newest cycle file, by its path in the data directory. */
    String newestCycle() {
        final List<String> cycles = files.names(".cq4");
        return cycles.get(cycles.size() - 1);
    }

    /**
     * The first record of the newest cycle that is no longer there as it was.
     *
     * @param bytes the file as it is now; what it does not have counts as zeros
     * @return its batch's first sequence; 0 when all of them are as they were
     */
    long firstLost(final byte[] bytes) {
        final FileImage image = files.file(newestCycle());
        for (final RawBatch batch : batches) {
            if (newestCycle().endsWith(batch.file())) {
                for (int at = (int) batch.offset(); at < batch.endOffset(); at++) {
                    // The image ends at its last byte that is not zero.
                    final byte before = at < image.bytes().length ? image.bytes()[at] : 0;
                    if (before != (at < bytes.length ? bytes[at] : 0)) {
                        return batch.firstSequence();
                    }
                }
            }
        }
        return 0;
    }

    /** Last sequence of the journal. */
    long lastSequence() {
        return batches.get(batches.size() - 1).lastSequence();
    }

    /** Digest of the state after the whole feed. */
    String stateDigest() {
        return stateDigest;
    }

    /** Digest of the outputs after the whole feed. */
    String outputDigest() {
        return outputDigest;
    }

    private void make(final Path directory) throws IOException {
        final Ticks ticks = new Ticks(SEED);
        first = ticks.lines(FIRST_EVENTS);
        more = ticks.lines(MORE_EVENTS);
        // Snapshots are written while a processor is idle, which on a busy machine takes its time.
        for (final String pace : PACES) {
            make(directory.resolve(pace), pace);
            if (files.names(".cq4").size() > OLD_CYCLES
                    && files.names(".snapshot").size() >= 2) {
                return;
            }
        }
        throw new IllegalStateException(
                "the base is not what it should be: " + files.names("") + "; the machine may be overloaded, try again");
    }

    private void make(final Path directory, final String pace) throws IOException {
        final DataCopy copy = new DataCopy(command, Files.createDirectories(directory));
        copy.writeFeed(CONFIG, first, "");
        copy.runFirst().requireDone("the base");
        spreadOverCycles(copy.journal());
        copy.writeFeed(CONFIG, first, more);
        final Outcome run = copy.runPaced(pace);
        run.requireDone("the base");
        stateDigest = run.json().get("stateDigest").asText();
        outputDigest = run.json().get("outputDigest").asText();
        files = FileTree.of(copy.data(), "journal", "snapshots", "state", "manifest.json");
        batches = RawJournal.batches(copy.journal());
    }

    /** Writes the batches again, the same bytes, as if hours lay between them. */
    private static void spreadOverCycles(final Path journal) throws IOException {
        final List<RawBatch> all = RawJournal.batches(journal);
        for (final Path file : FileTree.regularFiles(journal)) {
            Files.delete(file);
        }
        final long[] nowNs = {OLD_NS};
        final EpochNanoClock clock = () -> nowNs[0];
        try (JournalAppender appender = JournalAppender.open(journal, ROLL_CYCLE, DurabilityPolicy.PROCESS, 0, clock)) {
            for (int i = 0; i < all.size(); i++) {
                nowNs[0] = OLD_NS + (long) i * OLD_CYCLES / all.size() * HOUR_NS;
                appender.append(again(all.get(i)));
            }
        }
    }

    private static BatchBuilder again(final RawBatch batch) {
        final BatchBuilder builder = new BatchBuilder(batch.journalId(), batch.engineId(), batch.bytes().length);
        builder.begin(batch.firstSequence());
        for (final RawRecord record : batch.records()) {
            builder.buffer().putBytes(builder.claim(record.length()), record.copy());
        }
        return builder;
    }

    static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
