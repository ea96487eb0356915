package io.millrace.journal.append;

import io.millrace.journal.JournalException;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.NanoClock;

/**
 * Forces the current cycle file to disk.
 *
 * <p>The queue's own sync logs an I/O error and returns, so this opens the file itself: {@code force} throws, and on
 * Linux it covers the pages that are mapped. A failed force is never tried again. Owned by the engine thread;
 * allocates only when the cycle file changes.
 */
final class JournalForcer implements AutoCloseable {
    private final DurabilityPolicy policy;
    private final NanoClock clock;
    private final Path directory;

    private File file;
    private FileChannel channel;
    private long forcedSequence;
    private long lastForceNs;

    JournalForcer(final DurabilityPolicy policy, final Path directory, final NanoClock clock, final long sequence) {
        this.policy = policy;
        this.directory = directory;
        this.clock = clock;
        this.forcedSequence = sequence;
        this.lastForceNs = clock.nanoTime();
    }

    /** Called after each append; forces when the policy says so. */
    void appended(final File currentFile, final long lastSequence) {
        switch (policy.level()) {
            case PROCESS -> {}
            case EACH -> force(currentFile, lastSequence);
            case BATCH -> {
                if (lastSequence - forcedSequence >= policy.forceRecords()
                        || clock.nanoTime() - lastForceNs >= policy.forceIntervalNs()) {
                    force(currentFile, lastSequence);
                }
            }
        }
    }

    /** Forces now, whatever the level. */
    void force(final File currentFile, final long lastSequence) {
        try {
            if (!currentFile.equals(file)) {
                openCycle(currentFile);
            }
            channel.force(false);
        } catch (final IOException e) {
            throw new JournalException(
                    "cannot force " + currentFile + " to disk (" + e.getMessage()
                            + "): the engine stops, for what was not forced may be lost",
                    e);
        }
        forcedSequence = lastSequence;
        lastForceNs = clock.nanoTime();
    }

    /** Last sequence that a power cut cannot take. */
    long forcedSequence() {
        return forcedSequence;
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (final IOException e) {
            throw new JournalException("cannot close " + file, e);
        }
    }

    private void openCycle(final File currentFile) throws IOException {
        if (channel != null) {
            channel.force(false);
            channel.close();
        }
        channel = FileChannel.open(currentFile.toPath(), StandardOpenOption.WRITE);
        file = currentFile;
        // A new file is lost by a power cut unless its directory entry is on disk too.
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
