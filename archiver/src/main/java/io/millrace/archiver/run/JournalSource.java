package io.millrace.archiver.run;

import io.millrace.archiver.ArchiveMismatchException;
import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalTrimmedException;
import io.millrace.journal.record.Records;
import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.tail.RecordHandler;
import java.nio.file.Path;

/**
 * The journal as the archiver sees it: one tailer for the records, and a second one that runs ahead and only counts, so
 * that the lag is known.
 *
 * <p>The archiver's thread. Damage that the scout meets is kept: records before it are archived first.
 */
final class JournalSource implements AutoCloseable {
    private final Path directory;
    private final JournalTailer tailer;
    private final JournalTailer scout;
    private final BatchHandler scoutBatch = batch -> batch.forEach(
            (sequence, templateId, buffer, offset, length) -> scouted(Records.eventTimeNs(buffer, offset)));

    private boolean identified;
    private int engineId;
    private long journalId;
    private int batchCrc;
    private long endSequence;
    private long scoutStartTimeNs;
    private long endTimeNs;
    private JournalDamagedException damage;

    JournalSource(Path journalDirectory) {
        directory = journalDirectory;
        tailer = JournalTailer.open(journalDirectory);
        try {
            scout = JournalTailer.open(journalDirectory);
        } catch (RuntimeException e) {
            tailer.close();
            throw e;
        }
    }

    /** Reads whose journal this is from its first batch; false while there is none. */
    boolean identify() {
        if (!identified) {
            tailer.poll(batch -> {
                engineId = batch.engineId();
                journalId = batch.journalId();
                identified = true;
            });
        }
        return identified;
    }

    int engineId() {
        return engineId;
    }

    long journalId() {
        return journalId;
    }

    /**
     * Moves both tailers to just after what is archived.
     *
     * @throws ArchiveMismatchException when the journal ends before that, begins behind it or has another past
     */
    void seek(ArchivePosition archived) {
        archived.requireSameBatch(tailer);
        try {
            tailer.seek(archived.journal());
            if (endSequence < archived.sequence()) {
                scout.seek(archived.journal());
                endSequence = archived.sequence();
            }
        } catch (JournalDamagedException e) {
            if (e.damage().kind() == JournalDamage.Kind.SHORT_END) {
                throw archived.endsBefore(e.damage().sequence() - 1);
            }
            throw e;
        } catch (JournalTrimmedException e) {
            throw new ArchiveMismatchException("the database holds engine " + engineId + " up to sequence "
                    + archived.sequence() + ", the journal in " + directory + " begins at " + e.firstSequence()
                    + ": what lies between was removed before it was archived; bring these cycles back from a copy, or"
                    + " begin a new data directory");
        }
    }

    boolean poll(BatchHandler handler) {
        return tailer.poll(batch -> {
            handler.onBatch(batch);
            batchCrc = batch.crc();
        });
    }

    /** CRC32C of the batch that was handed over last. */
    int batchCrc() {
        return batchCrc;
    }

    JournalPosition position() {
        return tailer.position();
    }

    /** Hands over the records between a position and a sequence once more, by a tailer of its own. */
    void readAgain(JournalPosition after, long lastSequence, RecordHandler handler) {
        try (JournalTailer again = JournalTailer.open(directory)) {
            again.seek(after);
            while (again.position().sequence() < lastSequence) {
                if (!again.poll(batch -> batch.forEach(handler))) {
                    throw new IllegalStateException(
                            "the journal ends before " + lastSequence + ", which was just read");
                }
            }
        }
    }

    /** Lets the scout read on, at most so many batches. */
    void lookAhead(int maxBatches) {
        try {
            for (int i = 0; i < maxBatches && damage == null && scout.poll(scoutBatch); i++) {
                endSequence = scout.position().sequence();
            }
        } catch (JournalDamagedException e) {
            damage = e;
        }
    }

    /** The last record known to be in the journal. */
    long endSequence() {
        return endSequence;
    }

    /**
     * Event time between the last archived record and the newest in the journal.
     *
     * @param archivedTimeNs event time of the last archived record; 0 where this run has not archived any
     */
    long behindNs(long archivedTimeNs) {
        return Math.max(0, endTimeNs - (archivedTimeNs == 0 ? scoutStartTimeNs : archivedTimeNs));
    }

    private void scouted(long eventTimeNs) {
        if (scoutStartTimeNs == 0) {
            scoutStartTimeNs = eventTimeNs;
        }
        endTimeNs = Math.max(endTimeNs, eventTimeNs);
    }

    /** Throws the damage that the scout met, if it met any. */
    void throwDamage() {
        if (damage != null) {
            throw damage;
        }
    }

    @Override
    public void close() {
        tailer.close();
        scout.close();
    }
}
