package io.millrace.archiver.run;

import io.millrace.archiver.sink.RecordSink;
import io.millrace.journal.tail.JournalPosition;
import java.util.Map;

/**
 * Collected rows and where they lead; with whoever writes it from its hand-over until it has ended.
 *
 * @param rows the sink that holds them, cleared by the commit
 * @param end the last record of it
 * @param batchCrc CRC32C of the batch that ends with that record
 * @param newestTimeNs the newest event time up to there
 * @param rowsByTable gets the number of rows written
 */
record Transaction(
        RecordSink rows, JournalPosition end, int batchCrc, long newestTimeNs, Map<String, Long> rowsByTable) {
    /** The record before its first; the sink holds each record from there to the end. */
    long afterSequence() {
        return end.sequence() - rows.records();
    }
}
