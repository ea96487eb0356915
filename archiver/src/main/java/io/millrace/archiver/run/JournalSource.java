package io.millrace.archiver.run;

import io.millrace.archiver.ArchiveMismatchException;
import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalTrimmedException;
import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.tail.RecordHandler;
import java.nio.file.Path;

/**
 * The journal as the archiver sees it: one tailer for the records, and a scout that knows its end.
 *
 * <p>The archiver's thread.
 */
final class JournalSource implements AutoCloseable {
    private final Path directory;
    private final JournalTailer tailer;
    private final JournalScout scout;

    private boolean identified;
    private int engineId;
    private long journalId;
    private int batchCrc;

    JournalSource(Path journalDirectory) {
        directory = journalDirectory;
        tailer = JournalTailer.open(journalDirectory);
        try {
            scout = new JournalScout(journalDirectory);
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
            scout.standAt(archived.journal());
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

    JournalScout scout() {
        return scout;
    }

    @Override
    public void close() {
        tailer.close();
        scout.close();
    }
}
