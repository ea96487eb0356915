package io.millrace.journal.append;

import io.millrace.journal.JournalException;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.queue.QueueFiles;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.NanoClock;

/**
 * Forces cycle files to disk.
 *
 * <p>The queue's own sync logs an I/O error and returns, so this opens the file itself: {@code force} throws, and on
 * Linux it covers the pages that are mapped. A failed force is never tried again: the kernel may have dropped the pages
 * that it could not write, and a second force would then succeed. Owned by the engine thread; allocates only when the
 * cycle file changes.
 */
final class JournalForcer implements AutoCloseable {
    private final DurabilityPolicy policy;
    private final NanoClock clock;
    private final QueueFiles files;

    private File file;
    private FileChannel channel;
    private long forcedSequence;
    private long lastForceNs;

    JournalForcer(final DurabilityPolicy policy, final QueueFiles files, final NanoClock clock) {
        this.policy = policy;
        this.files = files;
        this.clock = clock;
        this.lastForceNs = clock.nanoTime();
    }

    /** Forces when the level says that it is time. */
    void forceIfDue(final File currentFile, final long lastSequence) {
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
        if (lastSequence == forcedSequence) {
            lastForceNs = clock.nanoTime();
            return;
        }
        try {
            if (!currentFile.equals(file)) {
                changeFile(currentFile);
            }
            Failpoint.FORCE_EIO.passOrFail();
            channel.force(false);
        } catch (final IOException e) {
            throw new JournalException(
                    "cannot force " + currentFile + " to disk (" + e
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
            throw new JournalException("cannot close " + file + ": " + e, e);
        }
    }

    /**
     * Everything older goes to disk before the first force of a new file, cycles that were passed between two forces
     * and those of an earlier process included. The queue's table of cycles and the directory go too: without them a
     * power cut would leave a cycle file that no reader is told of.
     */
    private void changeFile(final File currentFile) throws IOException {
        final String done = file == null ? "" : file.getName();
        for (final Path older : files.cycleFiles()) {
            final String name = older.getFileName().toString();
            if (name.compareTo(done) >= 0 && !name.equals(currentFile.getName())) {
                forceIfThere(older);
            }
        }
        forceOnce(files.metadataFile(), StandardOpenOption.WRITE);
        forceOnce(files.directory(), StandardOpenOption.READ);
        final FileChannel opened = FileChannel.open(currentFile.toPath(), StandardOpenOption.WRITE);
        close();
        channel = opened;
        file = currentFile;
    }

    /** Retention may remove an old file at any moment; it has forced what it made of it. */
    private static void forceIfThere(final Path older) throws IOException {
        try {
            forceOnce(older, StandardOpenOption.WRITE);
        } catch (final NoSuchFileException e) {
            // Then nothing of it is needed.
        }
    }

    private static void forceOnce(final Path path, final StandardOpenOption access) throws IOException {
        try (FileChannel once = FileChannel.open(path, access)) {
            once.force(true);
        }
    }
}
