package io.millrace.journal.queue;

import io.millrace.journal.batch.BatchDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.Wires;

/**
 * The files of one journal directory, read without the queue.
 *
 * <p>Any thread; immutable. Cold path: allocates freely.
 */
public final class QueueFiles {
    /** Ending of a cycle file. */
    public static final String CYCLE_FILE_SUFFIX = SingleChronicleQueue.SUFFIX;

    private static final int CHUNK_BYTES = 1 << 20;

    private final Path directory;

    QueueFiles(final Path directory) {
        this.directory = directory;
    }

    /** The journal's directory. */
    public Path directory() {
        return directory;
    }

    /** The queue's table: roll cycle, first and last cycle, locks. */
    public Path metadataFile() {
        return directory.resolve(SingleChronicleQueue.QUEUE_METADATA_FILE);
    }

    /** Cycle files, oldest first; empty when there is no directory. */
    public List<Path> cycleFiles() {
        return filesEndingWith(CYCLE_FILE_SUFFIX);
    }

    /** Cycle files that the queue itself has set aside as unusable: an incident. */
    public List<Path> discardedFiles() {
        return filesEndingWith(SingleChronicleQueue.DISCARD_FILE_SUFFIX);
    }

    /**
     * The first cycle file that has bytes and yet too few for its header's length word. A writer gives a new file the length of a whole
     * block at once, so no death of one leaves that: somebody has cut it, and the queue would take it for a file still to be made.
     */
    public Optional<Path> cutFile() {
        return cycleFiles().stream().filter(QueueFiles::isCut).findFirst();
    }

    private static boolean isCut(final Path file) {
        try {
            final long sizeBytes = Files.size(file);
            return sizeBytes > 0 && sizeBytes < Integer.BYTES;
        } catch (final NoSuchFileException e) {
            return false; // Retention has taken it away since the listing.
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }

    /** True when a file holds what looks like a batch, in whatever state the queue's own structures are. */
    public static boolean holdsBatch(final Path file) {
        return holdsBatch(file, false);
    }

    /** The same of a batch that was committed: one that a dying process left open does not count. */
    public static boolean holdsCompleteBatch(final Path file) {
        return holdsBatch(file, true);
    }

    private static boolean holdsBatch(final Path file, final boolean complete) {
        final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int word = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(chunk) >= 0) {
                chunk.flip();
                while (chunk.remaining() >= Integer.BYTES) {
                    final int before = word;
                    word = chunk.getInt();
                    // The queue's length word stands before its excerpt.
                    if (word == BatchDescriptor.MAGIC && (!complete || Wires.isReadyData(before))) {
                        return true;
                    }
                }
                chunk.compact();
            }
            return false;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** True when a batch starts at a position of a file. */
    public static boolean isBatchAt(final Path file, final long position) {
        final ByteBuffer mark = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.read(mark, position) == Integer.BYTES && mark.getInt(0) == BatchDescriptor.MAGIC;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Removes what a dying process was still making: a newest cycle file whose header is not finished and that holds no
     * batch (the queue would wait for that header and then set the file aside), and an unfinished table without any
     * cycle file.
     */
    void removeUnfinished() {
        try {
            final List<Path> files = cycleFiles();
            final Path newest = files.isEmpty() ? null : files.get(files.size() - 1);
            if (newest != null && !isCut(newest) && !headerFinished(newest) && !holdsBatch(newest)) {
                Files.delete(newest);
            }
            if (!headerFinished(metadataFile()) && cycleFiles().isEmpty()) {
                Files.deleteIfExists(metadataFile());
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot tidy " + directory, e);
        }
    }

    /** True when a file of the queue was made to the end; false when it is missing too. */
    static boolean headerFinished(final Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        final ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.read(header) == Integer.BYTES && Wires.isReady(header.getInt(0));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private List<Path> filesEndingWith(final String suffix) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }
}
