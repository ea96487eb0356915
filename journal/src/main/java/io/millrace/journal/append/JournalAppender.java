package io.millrace.journal.append;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalException;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.time.Clocks;
import io.millrace.journal.time.NonDecreasingTimeProvider;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends sealed batches, one excerpt each, in sequence order.
 *
 * <p>Owned by the engine thread; one per data directory (the caller holds the directory's lock). No allocation in
 * steady state. Any failure is thrown with the open excerpt rolled back, and each later call is refused: whether the
 * batch is in the journal, only a boot check can tell, so the process must stop.
 */
public final class JournalAppender implements BatchAppender, AutoCloseable {
    private final Path directory;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final DurabilityPolicy policy;
    private final JournalForcer forcer;
    private final PointerBytesStore source = BytesStore.nativePointer();

    private final RoomAhead room = new RoomAhead();

    private final JournalPosition openedAt;

    private long lastSequence;
    private boolean failed;
    /** The cycle file of the last excerpt; kept up only where failpoints are armed. */
    private String fileName;

    private JournalAppender(
            final Path directory,
            final SingleChronicleQueue queue,
            final DurabilityPolicy policy,
            final JournalForcer forcer,
            final long lastSequence) {
        this.directory = directory;
        this.queue = queue;
        this.policy = policy;
        this.forcer = forcer;
        this.lastSequence = lastSequence;
        this.openedAt = new JournalPosition(lastSequence, Math.max(queue.lastIndex(), 0));
        this.appender = queue.createAppender();
        this.fileName = QueueDirectory.newestFileName(queue);
        // The engine is built on one thread and runs on another; the hand-over is safe, the check would refuse it.
        appender.singleThreadedCheckDisabled(true);
    }

    /**
     * Opens a journal for its one writer, making the directory where there is none.
     *
     * @param lastSequence last sequence in the journal, as the boot check found it; 0 for a new one
     */
    public static JournalAppender open(
            final Path directory, final String rollCycle, final DurabilityPolicy policy, final long lastSequence) {
        return open(directory, rollCycle, policy, lastSequence, Clocks.epoch());
    }

    /** The same with a clock that decides when a new cycle begins. */
    public static JournalAppender open(
            final Path directory,
            final String rollCycleName,
            final DurabilityPolicy policy,
            final long lastSequence,
            final EpochNanoClock clock) {
        final QueueDirectory queueDirectory = new QueueDirectory(directory);
        final RollCycle rollCycle = QueueDirectory.rollCycle(rollCycleName);
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new JournalException("cannot make " + directory + ": " + e, e);
        }
        final NonDecreasingTimeProvider time = new NonDecreasingTimeProvider(clock, 0);
        final SingleChronicleQueue queue = queueDirectory.openForAppend(rollCycle, time);
        try {
            time.notBefore(QueueDirectory.earliestAppendMs(queue));
            requireEndAt(directory, queue, lastSequence);
            final JournalForcer forcer = new JournalForcer(policy, queueDirectory.files(), Clocks.monotonic());
            final JournalAppender opened = new JournalAppender(directory, queue, policy, forcer, lastSequence);
            if (policy.level() != Durability.PROCESS) {
                opened.force();
            }
            return opened;
        } catch (final JournalException | Error e) {
            queue.close();
            throw e;
        } catch (final Exception e) {
            // A writer reads more of the queue's own structures than a reader does.
            queue.close();
            throw new JournalDamagedException(new JournalDamage(
                    JournalDamage.Kind.STRUCTURE,
                    lastSequence + 1,
                    queueDirectory.files().metadataFile().getFileName().toString(),
                    0,
                    "the queue cannot be opened for appends: " + e));
        }
    }

    /**
     * Appends a batch as one excerpt; when this returns, the batch survives the death of the process.
     *
     * @return the queue's index of the excerpt
     */
    @Override
    public long append(final BatchBuilder batch) {
        requireWorking();
        if (batch.firstSequence() != lastSequence + 1) {
            throw new JournalException("batch starts at sequence " + batch.firstSequence() + ", the journal ends at "
                    + lastSequence + ": the engine stops, a gap must not be written");
        }
        final UnsafeBuffer sealed = batch.sealed();
        failed = true;
        try {
            write(sealed, batch.sizeBytes());
        } catch (final RuntimeException | InternalError e) {
            throw new JournalException(
                    "cannot append sequences " + batch.firstSequence() + " to " + batch.lastSequence() + " to "
                            + directory + " (" + e + "): the engine stops; look for a full or failing disk",
                    e);
        }
        lastSequence = batch.lastSequence();
        forcer.forceIfDue(appender.currentFile(), lastSequence);
        failed = false;
        return appender.lastIndexAppended();
    }

    /**
     * Forces what was appended when the durability level says that it is time. Appends do this themselves; an engine
     * without new events calls it, so that the last batch does not wait for the next one.
     */
    @Override
    public void forceIfDue() {
        force(false);
    }

    /** Makes a piece of the room behind the end if this is the moment for it; a disk that is full shows here as it does in an append. */
    @Override
    public boolean prepareNext() {
        requireWorking();
        try {
            return room.makeNext();
        } catch (final UncheckedIOException | InternalError e) {
            failed = true;
            throw new JournalException(
                    "cannot write ahead in " + directory + " (" + e
                            + "): the engine stops; look for a full or failing disk",
                    e);
        }
    }

    /** How many pages were touched ahead so far. */
    long touchedPages() {
        return room.touchedPages();
    }

    /** Forces all that was appended to disk. */
    public void force() {
        force(true);
    }

    /**
     * Reads the first batch that was appended back, the way that every reader will go; to be called before the second. A
     * cycle file whose own structures are damaged can read well to its end and take appends that no reader reaches.
     */
    public void requireReadable() {
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            tailer.seek(openedAt);
            boolean read = tailer.poll(batch -> {});
            if (!read) {
                // The queue may answer once with nothing when it changes the cycle.
                read = tailer.poll(batch -> {});
            }
            if (!read || tailer.position().sequence() != lastSequence || tailer.knowsOfMore()) {
                failed = true;
                throw new JournalDamagedException(new JournalDamage(
                        JournalDamage.Kind.SHORT_END,
                        openedAt.sequence() + 1,
                        tailer.newestFileName(),
                        openedAt.queueIndex(),
                        "what was just appended cannot be read back, the file's own structures are damaged"));
            }
        }
    }

    /** Sequence of the last record appended. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Last sequence that a power cut cannot take; 0 while nothing was forced. */
    @Override
    public long forcedSequence() {
        return forcer.forcedSequence();
    }

    /** Last index as the queue itself knows it; -1 when it is empty. */
    public long lastIndex() {
        return queue.lastIndex();
    }

    /** Closes; forces first what the level promises to force. */
    @Override
    public void close() {
        if (queue.isClosed()) {
            return;
        }
        try (queue;
                appender;
                room;
                forcer) {
            if (!failed && policy.level() != Durability.PROCESS) {
                force();
            }
        }
    }

    private void write(final UnsafeBuffer sealed, final int sizeBytes) {
        source.set(sealed.addressOffset(), sizeBytes);
        try (DocumentContext document = appender.writingDocument()) {
            try {
                excerptOpened();
                final Bytes<?> bytes = document.wire().bytes();
                bytes.write(source, 0L, sizeBytes);
                room.written(bytes);
                Failpoint.BEFORE_COMMIT.pass();
            } catch (final RuntimeException | Error e) {
                document.rollbackOnClose();
                throw e;
            }
        }
        Failpoint.AFTER_COMMIT.pass();
    }

    private void excerptOpened() {
        Failpoint.EXCERPT_OPEN.pass();
        if (Failpoint.armed() && !appender.currentFile().getName().equals(fileName)) {
            fileName = appender.currentFile().getName();
            Failpoint.ROLL.pass();
        }
    }

    private void force(final boolean now) {
        requireWorking();
        final File file = appender.currentFile();
        if (file == null) {
            return;
        }
        failed = true;
        if (now) {
            forcer.force(file, lastSequence);
        } else {
            forcer.forceIfDue(file, lastSequence);
        }
        failed = false;
    }

    private void requireWorking() {
        if (failed) {
            throw new JournalException("the journal in " + directory + " failed before: the engine must stop");
        }
    }

    /** A second look at what the boot check found: an append after any other record would be lost or make a gap. */
    private static void requireEndAt(final Path directory, final SingleChronicleQueue queue, final long lastSequence) {
        if (lastSequence == 0 && queue.lastIndex() < 0) {
            return;
        }
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            tailer.seek(new JournalPosition(lastSequence, queue.lastIndex()));
            if (tailer.position().sequence() != lastSequence || tailer.poll(batch -> {})) {
                throw new JournalException("the journal in " + directory + " goes on after sequence " + lastSequence
                        + ": check it with 'millrace verify' before anything is appended");
            }
        }
    }
}
