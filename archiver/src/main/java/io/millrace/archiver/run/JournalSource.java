package io.millrace.archiver.run;

import io.millrace.archiver.ArchiveMismatchException;
import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;

/**
 * The journal as the archiver sees it: one tailer for the records, and a second one that runs ahead and only counts, so
 * that the lag is known.
 *
 * <p>The archiver's thread. Damage that the scout meets is kept: records before it are archived first.
 */
final class JournalSource implements AutoCloseable {
    private final JournalTailer tailer;
    private final JournalTailer scout;

    private boolean identified;
    private int engineId;
    private long journalId;
    private long endSequence;
    private JournalDamagedException damage;

    JournalSource(Path journalDirectory) {
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
     * @throws ArchiveMismatchException when the journal ends before that
     */
    void seek(ArchivePosition archived) {
        try {
            tailer.seek(archived.journal());
            if (endSequence < archived.sequence()) {
                scout.seek(archived.journal());
                endSequence = archived.sequence();
            }
        } catch (JournalDamagedException e) {
            if (e.damage().kind() == JournalDamage.Kind.SHORT_END) {
                throw new ArchiveMismatchException("the database holds engine " + engineId + " up to sequence "
                        + archived.sequence() + ", the journal ends at "
                        + (e.damage().sequence() - 1)
                        + ": it was cut or is an older copy; archive it into another database");
            }
            throw e;
        }
    }

    boolean poll(BatchHandler handler) {
        return tailer.poll(handler);
    }

    JournalPosition position() {
        return tailer.position();
    }

    /** Lets the scout read on, at most so many batches. */
    void lookAhead(int maxBatches) {
        try {
            for (int i = 0; i < maxBatches && damage == null && scout.poll(batch -> {}); i++) {
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
