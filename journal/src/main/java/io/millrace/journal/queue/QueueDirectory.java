package io.millrace.journal.queue;

import io.millrace.journal.JournalException;
import io.millrace.journal.JournalMissingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.threads.BusyTimedPauser;

/**
 * One journal directory as the queue sees it.
 *
 * <p>Any thread; immutable. Queues that it opens belong to the caller.
 */
public final class QueueDirectory {
    /** Ending of a cycle file. */
    public static final String CYCLE_FILE_SUFFIX = ".cq4";

    private static final int LOCK_TIMEOUT_MS = 1_000;

    static {
        SingleChronicleQueueBuilder.addAliases();
    }

    private final Path directory;

    public QueueDirectory(final Path directory) {
        this.directory = directory;
    }

    /** True when a queue was created here. */
    public boolean exists() {
        return Files.isRegularFile(metadataFile());
    }

    /** Opens for reading only. Throws {@link JournalMissingException} when there is no journal. */
    public SingleChronicleQueue openReadOnly() {
        if (!exists()) {
            throw new JournalMissingException(directory);
        }
        return SingleChronicleQueueBuilder.single(directory.toFile())
                .readOnly(true)
                .timeoutMS(LOCK_TIMEOUT_MS)
                .build();
    }

    /**
     * Opens for the one writer. The caller holds the data directory's lock, so no other writer can live and a lock
     * left behind in the queue is broken at once.
     */
    public SingleChronicleQueue openForAppend(final String rollCycleName, final TimeProvider time) {
        final RollCycle wanted = rollCycle(rollCycleName);
        if (exists()) {
            breakLocks();
        }
        final SingleChronicleQueue queue = SingleChronicleQueueBuilder.single(directory.toFile())
                .rollCycle(wanted)
                .timeProvider(time)
                .timeoutMS(LOCK_TIMEOUT_MS)
                .build();
        if (queue.rollCycle() != wanted) {
            final RollCycle stored = queue.rollCycle();
            queue.close();
            throw new JournalException("the journal in " + directory + " rolls " + stored + ", the configuration says "
                    + rollCycleName + ": set engine.journal.roll-cycle to " + stored + " or use a new data directory");
        }
        return queue;
    }

    /** Start of the newest cycle on disk in ms since the epoch; 0 when there is none. */
    public long newestCycleStartMs() {
        if (!exists()) {
            return 0;
        }
        try (SingleChronicleQueue queue = openReadOnly()) {
            final int cycle = queue.lastCycle();
            return cycle < 0 ? 0 : (long) cycle * queue.rollCycle().lengthInMillis();
        }
    }

    /** Cycle files that the queue itself has set aside as unusable: an incident. */
    public List<Path> discardedFiles() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".discard"))
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    /** Name of the file that holds an index. */
    public static String fileName(final RollCycle rollCycle, final long index) {
        final long startMs = (long) rollCycle.toCycle(index) * rollCycle.lengthInMillis();
        return DateTimeFormatter.ofPattern(rollCycle.format(), Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.ofEpochMilli(startMs))
                + CYCLE_FILE_SUFFIX;
    }

    private static RollCycle rollCycle(final String name) {
        for (final RollCycle candidate : RollCycles.all()) {
            if (candidate.toString().equals(name)) {
                return candidate;
            }
        }
        throw new JournalException("engine.journal.roll-cycle = " + name + " is not a roll cycle of the queue");
    }

    private void breakLocks() {
        try (TableStore<?> table = SingleTableBuilder.binary(metadataFile(), Metadata.NoMeta.INSTANCE)
                .readOnly(false)
                .build()) {
            try (TableStoreWriteLock append =
                            new TableStoreWriteLock(table, BusyTimedPauser::new, 0L, TableStoreWriteLock.APPEND_LOCK_KEY);
                    TableStoreWriteLock write = new TableStoreWriteLock(table, BusyTimedPauser::new, 0L)) {
                append.forceUnlock();
                write.forceUnlock();
            }
        }
    }

    private Path metadataFile() {
        return directory.resolve(SingleChronicleQueue.QUEUE_METADATA_FILE);
    }
}
