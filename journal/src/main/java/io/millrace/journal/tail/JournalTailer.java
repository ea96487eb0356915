package io.millrace.journal.tail;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.queue.QueueDirectory;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Reads batches in order from an explicit position.
 *
 * <p>Owned by one thread; reads only, so it never disturbs the writer. No allocation in steady state. A batch that does
 * not check is thrown as {@link JournalDamagedException} before any handler sees it.
 */
public final class JournalTailer implements AutoCloseable {
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final BatchView view = new BatchView();

    private long sequence;
    private long queueIndex;
    private long journalId;
    private boolean journalIdKnown;
    private int namedCycle = Integer.MIN_VALUE;
    private String namedFile = "";

    private JournalTailer(final SingleChronicleQueue queue) {
        this.queue = queue;
        this.tailer = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
    }

    /** Opens a journal at its start; throws {@link io.millrace.journal.JournalMissingException} when there is none. */
    public static JournalTailer open(final Path journalDirectory) {
        return new JournalTailer(new QueueDirectory(journalDirectory).openReadOnly());
    }

    /**
     * Hands over the next batch.
     *
     * @return false when no batch is there now
     */
    public boolean poll(final BatchHandler handler) {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            load(document, sequence + 1);
        }
        handler.onBatch(view);
        sequence = view.lastSequence();
        queueIndex = view.queueIndex();
        return true;
    }

    /**
     * Moves, so that the next poll gives the batch that holds the first record after the position.
     *
     * @throws JournalDamagedException when that record is not in the journal any more
     */
    public void seek(final JournalPosition position) {
        if (!seekByIndex(position)) {
            seekByScan(position.sequence());
        }
    }

    /** The last record of the last batch handed over. */
    public JournalPosition position() {
        return new JournalPosition(sequence, queueIndex);
    }

    /** Last index that the queue itself knows of; -1 when it is empty. */
    public long lastIndex() {
        return queue.lastIndex();
    }

    @Override
    public void close() {
        tailer.close();
        queue.close();
    }

    private boolean seekByIndex(final JournalPosition position) {
        if (position.queueIndex() == 0 || position.sequence() == 0 || !tailer.moveToIndex(position.queueIndex())) {
            return false;
        }
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            final Bytes<?> bytes = document.wire().bytes();
            final JournalDamage damage = view.load(
                    bytes.addressForRead(bytes.readPosition()),
                    bytes.readRemaining(),
                    document.index(),
                    fileOf(document.index()),
                    position.sequence());
            // The hint may name any batch that holds the position; what its first sequence is, only the batch knows.
            if (damage != null && damage.kind() != JournalDamage.Kind.GAP) {
                return false;
            }
        }
        final long first = view.firstSequence();
        final long last = view.lastSequence();
        if (position.sequence() == last) {
            sequence = last;
            queueIndex = view.queueIndex();
            return true;
        }
        if (first <= position.sequence() && position.sequence() < last) {
            sequence = first - 1;
            queueIndex = 0;
            return tailer.moveToIndex(position.queueIndex());
        }
        return false;
    }

    private void seekByScan(final long target) {
        tailer.toStart();
        sequence = 0;
        queueIndex = 0;
        while (sequence < target) {
            final long before = sequence;
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    throw new JournalDamagedException(new JournalDamage(
                            JournalDamage.Kind.SHORT_END,
                            sequence + 1,
                            fileOf(Math.max(queueIndex, 0)),
                            queueIndex,
                            "the journal ends at sequence " + sequence + ", asked for " + target));
                }
                load(document, sequence + 1);
            }
            sequence = view.lastSequence();
            queueIndex = view.queueIndex();
            if (sequence > target) {
                tailer.moveToIndex(queueIndex);
                sequence = before;
                queueIndex = 0;
                return;
            }
        }
    }

    private void load(final DocumentContext document, final long expected) {
        final Bytes<?> bytes = document.wire().bytes();
        final long index = document.index();
        final JournalDamage damage = view.load(
                bytes.addressForRead(bytes.readPosition()), bytes.readRemaining(), index, fileOf(index), expected);
        if (damage != null) {
            throw new JournalDamagedException(damage);
        }
        if (!journalIdKnown) {
            journalId = view.journalId();
            journalIdKnown = true;
        } else if (view.journalId() != journalId) {
            throw new JournalDamagedException(new JournalDamage(
                    JournalDamage.Kind.FOREIGN,
                    expected,
                    fileOf(index),
                    index,
                    "the batch belongs to another journal"));
        }
    }

    private String fileOf(final long index) {
        final int cycle = queue.rollCycle().toCycle(index);
        if (cycle != namedCycle) {
            namedCycle = cycle;
            namedFile = QueueDirectory.fileName(queue.rollCycle(), index);
        }
        return namedFile;
    }
}
