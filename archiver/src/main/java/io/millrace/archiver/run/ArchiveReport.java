package io.millrace.archiver.run;

import io.millrace.journal.tail.JournalPosition;
import java.util.Map;

/**
 * What a run did. Immutable.
 *
 * @param records records taken from the journal, those without a row included
 * @param rows rows written
 * @param rowsByTable rows written, by table; tables without any are absent
 * @param transactions transactions committed
 * @param reconnects times the connection was lost and made again
 * @param position the last archived record
 * @param lagRecords records known to be in the journal after it
 * @param behindNs event time between that record and the newest in the journal
 * @param deadLetters records of the engine, of this run and earlier ones, that the database refused and keeps aside
 * @param elapsedNs time from start to end, waiting included
 * @param workNs time spent on reading, encoding and committing
 */
public record ArchiveReport(
        long records,
        long rows,
        Map<String, Long> rowsByTable,
        long transactions,
        long reconnects,
        JournalPosition position,
        long lagRecords,
        long behindNs,
        long deadLetters,
        long elapsedNs,
        long workNs) {
    public ArchiveReport {
        rowsByTable = Map.copyOf(rowsByTable);
    }

    /** Of a run that ended before it began. */
    public static ArchiveReport nothing() {
        return new ArchiveReport(0, 0, Map.of(), 0, 0, JournalPosition.START, 0, 0, 0, 0, 0);
    }

    /** Rows per second of work. */
    public double rowsPerSecond() {
        return workNs == 0 ? 0 : rows * 1e9 / workNs;
    }
}
