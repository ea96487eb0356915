package io.millrace.archiver.run;

import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.record.Records;
import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the journal's end while somebody else reads what lies before it, so that one knows how far behind that is.
 *
 * <p>The archiver's thread. Damage that it meets on its way to an end that cannot be read is kept: records before it are archived
 * first.
 */
final class JournalScout implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalScout.class);

    /** The end of a run, a checkpoint or a snapshot has no event time; the batch before it has one mostly. */
    private static final int BATCHES_WITHOUT_TIME = 16;

    private final JournalTailer tailer;
    private final BatchHandler times = batch -> batch.forEach(
            (sequence, templateId, buffer, offset, length) -> noteTime(Records.eventTimeNs(buffer, offset)));

    private long oldestOfBatchNs;
    private long newestOfBatchNs;
    private long startTimeNs;
    private long endTimeNs;
    private long endSequence;
    private JournalDamagedException damage;

    JournalScout(Path journalDirectory) {
        tailer = JournalTailer.open(journalDirectory);
    }

    /** Notes where the records begin that are not archived. */
    void standAt(JournalPosition archived) {
        tailer.seek(archived);
        endSequence = Math.max(endSequence, archived.sequence());
        noteStart();
    }

    /** Event time of the first input that is not archived; damage there is left to who reads the records. */
    private void noteStart() {
        startTimeNs = 0;
        try {
            for (int i = 0; i < BATCHES_WITHOUT_TIME && startTimeNs == 0 && readTimes(); i++) {
                startTimeNs = oldestOfBatchNs;
            }
        } catch (JournalDamagedException e) {
            LOG.debug("the first batch behind the archive cannot be read", e);
        }
    }

    /** Looks at the newest batch, wherever it is; false where there is none that can be read. */
    boolean lookAtEnd() {
        if (damage != null) {
            return false;
        }
        if (startTimeNs == 0) {
            noteStart();
        }
        try {
            if (!tailer.seekToLastBatch(0) || !readTimes()) {
                return false;
            }
            endSequence = Math.max(endSequence, tailer.position().sequence());
            for (int i = 1; i < BATCHES_WITHOUT_TIME && newestOfBatchNs == 0 && tailer.seekToLastBatch(i); i++) {
                readTimes();
            }
        } catch (JournalDamagedException e) {
            return false;
        }
        endTimeNs = Math.max(endTimeNs, newestOfBatchNs);
        return true;
    }

    /** Finds the end that the journal has now; where its newest batch cannot be read, the last one before the damage. */
    void findEnd(JournalPosition from) {
        if (lookAtEnd() || damage != null) {
            return;
        }
        try {
            tailer.seek(from);
            while (readTimes()) {
                endSequence = tailer.position().sequence();
                endTimeNs = Math.max(endTimeNs, newestOfBatchNs);
            }
        } catch (JournalDamagedException e) {
            damage = e;
        }
    }

    private boolean readTimes() {
        oldestOfBatchNs = 0;
        newestOfBatchNs = 0;
        return tailer.poll(times);
    }

    private void noteTime(long eventTimeNs) {
        if (oldestOfBatchNs == 0) {
            oldestOfBatchNs = eventTimeNs;
        }
        newestOfBatchNs = Math.max(newestOfBatchNs, eventTimeNs);
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
        return Math.max(0, endTimeNs - (archivedTimeNs == 0 ? startTimeNs : archivedTimeNs));
    }

    /** Throws the damage that was met, if there was any. */
    void throwDamage() {
        if (damage != null) {
            throw damage;
        }
    }

    @Override
    public void close() {
        tailer.close();
    }
}
