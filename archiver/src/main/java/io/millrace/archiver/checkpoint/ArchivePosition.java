package io.millrace.archiver.checkpoint;

import io.millrace.archiver.ArchiveMismatchException;
import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import java.util.OptionalInt;

/**
 * How far one engine's journal is archived. Immutable.
 *
 * @param engineId the engine
 * @param journalId identity of its journal
 * @param journal the last record that is in the tables; sequence 0 before the first
 * @param batchCrc CRC32C of the batch that ends with it; empty before the first and in positions of older versions
 */
public record ArchivePosition(int engineId, long journalId, JournalPosition journal, OptionalInt batchCrc) {
    /** The last archived sequence. */
    public long sequence() {
        return journal.sequence();
    }

    /** The same journal, further on. */
    public ArchivePosition at(JournalPosition next, int nextBatchCrc) {
        return new ArchivePosition(engineId, journalId, next, OptionalInt.of(nextBatchCrc));
    }

    /**
     * Demands that a journal has the very batch that was archived last. Where retention has removed it there is nothing to
     * compare with. Moves the tailer.
     *
     * @throws ArchiveMismatchException when the journal has another batch there, or ends before
     * @throws io.millrace.journal.JournalDamagedException when the journal cannot be read there
     */
    public void requireSameBatch(JournalTailer tailer) {
        if (sequence() < tailer.extent().firstSequence() || batchCrc.isEmpty()) {
            return;
        }
        int[] found = new int[1];
        try {
            tailer.seek(new JournalPosition(sequence() - 1, journal.queueIndex()));
        } catch (JournalDamagedException e) {
            if (e.damage().kind() == JournalDamage.Kind.SHORT_END) {
                throw endsBefore(e.damage().sequence() - 1);
            }
            throw e;
        }
        boolean there = tailer.poll(batch -> found[0] = batch.crc());
        if (!there) {
            // The queue may answer once with nothing when it changes the cycle.
            there = tailer.poll(batch -> found[0] = batch.crc());
        }
        if (!there) {
            throw endsBefore(sequence() - 1);
        }
        if (found[0] != batchCrc.getAsInt()) {
            throw new ArchiveMismatchException(String.format(
                    "the database holds engine %d up to sequence %d, and the journal has another batch there (CRC32C %08x"
                            + " archived, %08x in the journal): the archive has records that the journal has lost, as after"
                            + " 'millrace recover --new-generation'; archive this journal into another database",
                    engineId, sequence(), batchCrc.getAsInt(), found[0]));
        }
    }

    /** What is said of a journal that ends before the archive does. */
    public ArchiveMismatchException endsBefore(long lastSequence) {
        return new ArchiveMismatchException("the database holds engine " + engineId + " up to sequence " + sequence()
                + ", the journal ends at " + lastSequence
                + ": it was cut or is an older copy; archive it into another database");
    }
}
