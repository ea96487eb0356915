package io.millrace.archiver.verify;

import java.util.Optional;

/**
 * What a comparison of journal and archive found. Immutable.
 *
 * <p>A dead letter is a difference that is known and named: the comparison goes on behind it, and the archive is not
 * identical until it is stored.
 *
 * @param checked records of the journal compared, those without a row included
 * @param rows rows compared
 * @param position the archive position: the comparison ends there
 * @param lagRecords records of the journal after the position, not compared
 * @param deadLetters records among those compared that a table refused and that are kept aside
 * @param firstDeadLetter table, sequence and cause of the first of them
 * @param firstDifference table, sequence and column of the first difference beside the dead letters, with both values;
 *     empty when there is none
 */
public record ArchiveCheck(
        long checked,
        long rows,
        long position,
        long lagRecords,
        long deadLetters,
        Optional<String> firstDeadLetter,
        Optional<String> firstDifference) {
    /** For a journal of which nothing is archived. */
    public static ArchiveCheck nothing(Optional<String> difference) {
        return new ArchiveCheck(0, 0, 0, 0, 0, Optional.empty(), difference);
    }

    /** True when each record up to the position is in the archive once, and nothing else is. */
    public boolean identical() {
        return firstDifference.isEmpty() && deadLetters == 0;
    }
}
