package io.millrace.journal;

import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * The child of {@link JournalCrashIT}: checks and opens a journal, then appends at full speed until it is killed. What
 * it has acknowledged stands in a mapped file, which survives the death of the process as the journal does.
 */
final class CrashingWriter {
    /** The acknowledged sequence, big-endian. */
    static final int ACKNOWLEDGED_BYTES = Long.BYTES;

    private static final long MAX_RUN_MS = 20_000;

    private CrashingWriter() {}

    public static void main(final String[] args) throws IOException {
        final Path directory = Path.of(args[0]);
        final Path acknowledgedFile = Path.of(args[1]);
        final String rollCycle = args[2];
        final Random random = new Random(Long.parseLong(args[3]));
        final long last = Files.exists(directory) ? endOf(directory) : 0;
        try (FileChannel channel = FileChannel.open(
                acknowledgedFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer acknowledged = channel.map(MapMode.READ_WRITE, 0, ACKNOWLEDGED_BYTES);
            final long beginMs = System.currentTimeMillis();
            try (JournalFixture journal =
                    new JournalFixture(JournalAppender.open(directory, rollCycle, DurabilityPolicy.PROCESS, last))) {
                // The parent kills long before; the limit is for a parent that died.
                while (System.currentTimeMillis() - beginMs < MAX_RUN_MS) {
                    journal.trades(1 + random.nextInt(64)).commit();
                    acknowledged.putLong(0, journal.appender().lastSequence());
                }
            }
        }
    }

    private static long endOf(final Path directory) {
        final JournalSummary summary = JournalVerifier.verify(directory);
        if (!summary.good()) {
            throw new JournalDamagedException(summary.damage().orElseThrow());
        }
        return summary.end().sequence();
    }
}
