package io.millrace.journal.queue;

import io.millrace.journal.JournalConfigurationException;
import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalException;
import io.millrace.journal.JournalMissingException;
import io.millrace.journal.batch.BatchDescriptor;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.TailerState;
import net.openhft.chronicle.queue.impl.RollingResourcesCache;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.impl.table.AbstractTSQueueLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * One journal directory as the queue sees it.
 *
 * <p>Any thread; immutable. Queues that it opens belong to the caller.
 */
public final class QueueDirectory {
    /** Bytes that the queue maps of a cycle file at a time. */
    public static final long BLOCK_BYTES = 4L * BatchDescriptor.QUEUE_EXCERPT_BYTES;

    private static final long MIN_BATCHES_PER_CYCLE = 1L << 26;
    private static final int LOCK_TIMEOUT_MS = 1_000;
    private static final String WRITE_LOCK_KEY = "chronicle.write.lock";
    private static final String LOWEST_CYCLE_KEY = "listing.lowestCycle";
    private static final String CHANGES_KEY = "listing.modCount";
    /** What a writer reads of the table; the last one is not there, so that it is looked for among all that are. */
    private static final List<String> WRITER_KEYS =
            List.of(TableStoreWriteLock.APPEND_LOCK_KEY, WRITE_LOCK_KEY, "normalisedEOFsTo", "millrace.check");

    static {
        SingleChronicleQueueBuilder.addAliases();
    }

    private final Path directory;
    private final QueueFiles files;

    public QueueDirectory(final Path directory) {
        this.directory = directory;
        this.files = new QueueFiles(directory);
    }

    /** The files as they lie on disk. */
    public QueueFiles files() {
        return files;
    }

    /** True when a queue was created here, to the end of its table. */
    public boolean exists() {
        return QueueFiles.headerFinished(files.metadataFile());
    }

    /**
     * Opens for reading only. Throws {@link JournalMissingException} when there is no journal, and
     * {@link JournalDamagedException} when there are cycle files but no table that tells how to read them.
     */
    public SingleChronicleQueue openReadOnly() {
        if (!exists()) {
            throw withoutTable("is missing or not finished");
        }
        final SingleChronicleQueue queue;
        try {
            queue = builder().readOnly(true).build();
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            throw withoutTable("cannot be read: " + e);
        }
        // Where the table cannot be read the queue takes a default roll cycle and goes on, with a warning only.
        if (queue.metaStore().readOnly()) {
            queue.close();
            throw withoutTable("cannot be read");
        }
        return queue;
    }

    /**
     * Opens for the one writer. The caller holds the data directory's lock, so no other writer can live and a lock
     * left behind in the queue is broken at once.
     */
    public SingleChronicleQueue openForAppend(final RollCycle wanted, final TimeProvider time) {
        files.removeUnfinished();
        if (exists()) {
            breakLocks();
        } else if (!files.cycleFiles().isEmpty()) {
            throw withoutTable("is missing or not finished");
        }
        final SingleChronicleQueue queue;
        try {
            queue = builder().rollCycle(wanted).timeProvider(time).build();
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            // A writer reads more of the table than a reader does.
            throw withoutTable("cannot be read: " + e);
        }
        if (queue.metaStore().readOnly()) {
            queue.close();
            throw new JournalException(
                    "cannot write to the journal in " + directory + ": look at the owner and the mode of "
                            + files.metadataFile().getFileName());
        }
        if (queue.rollCycle() != wanted) {
            final RollCycle stored = queue.rollCycle();
            queue.close();
            throw new JournalConfigurationException(
                    "the journal in " + directory + " rolls " + stored + ", the configuration says " + wanted
                            + ": set millrace.engine.journal.roll-cycle to " + stored + " or use a new data directory");
        }
        correctOldestCycle(wanted);
        return queue;
    }

    /**
     * Makes the table name the oldest cycle file that there is. A writer looks at each cycle from the named one on, and takes
     * minutes where a flipped bit, or a retention that died, has left one of long ago.
     */
    private void correctOldestCycle(final RollCycle rollCycle) {
        final List<Path> cycles = files.cycleFiles();
        if (!cycles.isEmpty()) {
            oldestCycleIs(cycleOf(rollCycle, cycles.get(0)));
        }
    }

    /** Makes a table from the names of the cycle files, which must be there; none of them is opened. */
    public void makeTable() {
        try (SingleChronicleQueue queue = openTable()) {
            if (queue.metaStore().readOnly()) {
                throw withoutTable("cannot be made");
            }
        }
    }

    /** Why a writer could not use the table of this directory, in which there need be no cycle file; empty when it could. */
    public Optional<String> tableFault() {
        try (TableStore<?> table = SingleTableBuilder.binary(files.metadataFile(), Metadata.NoMeta.INSTANCE)
                .build()) {
            // In a writer's order: a key that is looked for in vain is made, and may bridge the place that stops it.
            breakLocks();
            builder().build().close();
            for (final String key : WRITER_KEYS) {
                table.acquireValueFor(key).close();
            }
            return Optional.empty();
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            return Optional.of("the queue's table cannot be read by a writer: " + e);
        }
    }

    private SingleChronicleQueue openTable() {
        return builder().rollCycle(rollCycleOf(files.cycleFiles().get(0))).build();
    }

    /**
     * Earliest time that an append may have, in ms since the epoch; 0 when there is no cycle. The newest cycle may have its end
     * mark already: a writer that rolled died before it had made the next one.
     */
    public static long earliestAppendMs(final SingleChronicleQueue queue) {
        final int cycle = queue.lastCycle();
        if (cycle <= 0) {
            return 0;
        }
        return (long) (newestCycleEnded(queue) ? cycle + 1 : cycle)
                * queue.rollCycle().lengthInMillis();
    }

    private static boolean newestCycleEnded(final SingleChronicleQueue queue) {
        try (ExcerptTailer tailer = queue.createTailer()) {
            tailer.toEnd();
            try (DocumentContext document = tailer.readingDocument()) {
                return !document.isPresent() && tailer.state() == TailerState.END_OF_CYCLE;
            }
        }
    }

    /**
     * Tells the queue's table which cycle is the oldest, when files before it are gone. A queue that is asked to look for itself
     * would write the newest cycle too, and undo a roll that the engine does meanwhile.
     */
    public void oldestCycleIs(final int cycle) {
        try (TableStore<?> table = SingleTableBuilder.binary(files.metadataFile(), Metadata.NoMeta.INSTANCE)
                        .build();
                LongValue lowest = table.acquireValueFor(LOWEST_CYCLE_KEY);
                LongValue changes = table.acquireValueFor(CHANGES_KEY)) {
            if (lowest.getVolatileValue() != cycle) {
                lowest.setOrderedValue(cycle);
                changes.addAtomicValue(1);
            }
        }
    }

    /** Bytes of a cycle file up to its last excerpt; the file itself is sparse. */
    public static long usedBytes(final SingleChronicleQueue queue, final int cycle) {
        final SingleChronicleQueueStore store = queue.storeForCycle(cycle, queue.epoch(), false, null);
        if (store == null) {
            return 0;
        }
        try {
            return store.writePosition();
        } finally {
            queue.closeStore(store);
        }
    }

    /** The cycle of a cycle file. */
    public static int cycleOf(final RollCycle rollCycle, final Path file) {
        final String name = file.getFileName().toString();
        return new RollingResourcesCache(rollCycle, 0, File::new, File::getName)
                .parseCount(name.substring(0, name.length() - QueueFiles.CYCLE_FILE_SUFFIX.length()));
    }

    /** Name of the newest cycle file that a queue knows; empty when it has none. */
    public static String newestFileName(final SingleChronicleQueue queue) {
        final int cycle = queue.lastCycle();
        // A table without any cycle holds the smallest long, which the queue reads as cycle 0.
        return cycle <= 0 ? "" : fileName(queue.rollCycle(), queue.rollCycle().toIndex(cycle, 0));
    }

    /** Name of the file that holds an index. */
    public static String fileName(final RollCycle rollCycle, final long index) {
        final long startMs = (long) rollCycle.toCycle(index) * rollCycle.lengthInMillis();
        return DateTimeFormatter.ofPattern(rollCycle.format(), Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.ofEpochMilli(startMs))
                + QueueFiles.CYCLE_FILE_SUFFIX;
    }

    /** The roll cycle of a name; only such as start at the epoch and take enough batches. */
    public static RollCycle rollCycle(final String name) {
        for (final RollCycle candidate : RollCycles.all()) {
            if (candidate.toString().equals(name) && usable(candidate)) {
                return candidate;
            }
        }
        throw new JournalException(
                "engine.journal.roll-cycle = " + name + " is not a roll cycle of the journal: use one of "
                        + StreamSupport.stream(RollCycles.all().spliterator(), false)
                                .filter(QueueDirectory::usable)
                                .map(Object::toString)
                                .filter(usable -> !usable.startsWith("TEST"))
                                .collect(Collectors.joining(", ")));
    }

    /** The roll cycle that gives a cycle file its name. */
    private static RollCycle rollCycleOf(final Path cycleFile) {
        final String name = cycleFile.getFileName().toString();
        final String stem = name.substring(0, name.length() - QueueFiles.CYCLE_FILE_SUFFIX.length());
        for (final RollCycle candidate : RollCycles.all()) {
            if (usable(candidate)) {
                try {
                    DateTimeFormatter.ofPattern(candidate.format(), Locale.ROOT).parse(stem);
                    return candidate;
                } catch (final DateTimeParseException e) {
                    // Another one's name.
                }
            }
        }
        throw new JournalException("the name of " + cycleFile + " is that of no roll cycle");
    }

    private static boolean usable(final RollCycle rollCycle) {
        return rollCycle.defaultEpoch() == 0 && rollCycle.maxMessagesPerCycle() >= MIN_BATCHES_PER_CYCLE;
    }

    private SingleChronicleQueueBuilder builder() {
        return SingleChronicleQueueBuilder.single(directory.toFile())
                .blockSize(BLOCK_BYTES)
                .timeoutMS(LOCK_TIMEOUT_MS);
    }

    private JournalException withoutTable(final String state) {
        final Path table = files.metadataFile().getFileName();
        if (files.cycleFiles().isEmpty()) {
            return new JournalMissingException(directory);
        }
        return new JournalDamagedException(new JournalDamage(
                JournalDamage.Kind.HEADER,
                1,
                table.toString(),
                0,
                "the queue's table " + state + ", but there are cycle files"));
    }

    /** Frees the queue's own locks, whoever they name: a process id that is alive again would hold them for ever. */
    private void breakLocks() {
        try (TableStore<?> table = SingleTableBuilder.binary(files.metadataFile(), Metadata.NoMeta.INSTANCE)
                .build()) {
            table.doWithExclusiveLock(locked -> {
                unlock(table, TableStoreWriteLock.APPEND_LOCK_KEY);
                unlock(table, WRITE_LOCK_KEY);
                return null;
            });
        } catch (final Exception | InternalError | AssertionError | StackOverflowError e) {
            throw withoutTable("cannot be read: " + e);
        }
    }

    private static void unlock(final TableStore<?> table, final String key) {
        try (LongValue lock = table.acquireValueFor(key)) {
            lock.setVolatileValue(AbstractTSQueueLock.UNLOCKED);
        }
    }
}
