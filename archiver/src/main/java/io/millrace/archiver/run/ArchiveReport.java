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
        long elapsedNs,
        long workNs) {
    public ArchiveReport {
        rowsByTable = Map.copyOf(rowsByTable);
    }

    /** Rows per second of work. */
    public double rowsPerSecond() {
        return workNs == 0 ? 0 : rows * 1e9 / workNs;
    }
}
