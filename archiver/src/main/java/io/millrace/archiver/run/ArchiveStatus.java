package io.millrace.archiver.run;

/**
 * How an archiver stands at one moment. Immutable.
 *
 * @param engineId the engine; 0 while there is no journal to tell
 * @param position the last archived sequence that this run knows of
 * @param lagRecords records known to be in the journal after it
 * @param behindNs event time between the last archived record and the newest in the journal
 * @param rows rows of this run so far
 * @param rowsPerSecond rows since the last status, by time
 * @param deadLetters records of the engine that the database refused and keeps aside
 * @param waitingFor why nothing can be committed, in one line; empty while all is well
 */
public record ArchiveStatus(
        int engineId,
        long position,
        long lagRecords,
        long behindNs,
        long rows,
        double rowsPerSecond,
        long deadLetters,
        String waitingFor) {}
