package io.millrace.archiver.verify;

import java.util.Optional;

/**
 * What a comparison of journal and archive found. Immutable.
 *
 * @param checked records of the journal compared, those without a row included
 * @param rows rows compared
 * @param position the archive position: the comparison ends there
 * @param lagRecords records of the journal after the position, not compared
 * @param firstDifference table, sequence and column of the first difference, with both values; empty when all is
 *     identical
 */
public record ArchiveCheck(long checked, long rows, long position, long lagRecords, Optional<String> firstDifference) {
    /** True when each record up to the position is in the archive once, and nothing else is. */
    public boolean identical() {
        return firstDifference.isEmpty();
    }
}
