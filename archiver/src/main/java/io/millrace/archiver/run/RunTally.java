package io.millrace.archiver.run;

import io.millrace.journal.tail.JournalPosition;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has done so far. The archiver's thread.
 *
 * <p>An attempt counts when its commit is known to have happened: when the answer came, or when a later look at the
 * database finds the position that it led to.
 */
final class RunTally {
    private final TreeMap<String, Long> rowsByTable = new TreeMap<>();
    private final TreeMap<String, Long> attemptedRows = new TreeMap<>();
    private JournalPosition attemptedPosition;
    private long attemptedRecords;
    private long records;
    private long rows;
    private long transactions;
    private long reconnects;

    /** Before a transaction; the map takes its rows by table. */
    Map<String, Long> attempt(long recordCount, JournalPosition position) {
        attemptedRows.clear();
        attemptedRecords = recordCount;
        attemptedPosition = position;
        return attemptedRows;
    }

    /** The last attempt has committed. */
    void committed() {
        records += attemptedRecords;
        attemptedRows.forEach((table, count) -> {
            rowsByTable.merge(table, count, Long::sum);
            rows += count;
        });
        transactions++;
        attemptedPosition = null;
    }

    /** A connection was made again and found this position. */
    void reconnected(JournalPosition found) {
        reconnects++;
        if (attemptedPosition != null && attemptedPosition.sequence() == found.sequence()) {
            committed();
        }
        attemptedPosition = null;
    }

    long records() {
        return records;
    }

    long rows() {
        return rows;
    }

    long transactions() {
        return transactions;
    }

    ArchiveReport report(
            JournalPosition position, long lagRecords, long behindNs, long deadLetters, long elapsedNs, long workNs) {
        return new ArchiveReport(
                records,
                rows,
                rowsByTable,
                transactions,
                reconnects,
                position,
                lagRecords,
                behindNs,
                deadLetters,
                elapsedNs,
                workNs);
    }
}
