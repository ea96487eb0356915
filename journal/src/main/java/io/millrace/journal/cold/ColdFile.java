package io.millrace.journal.cold;

/**
 * A compressed file of batches as the extent names it. Immutable.
 *
 * @param name file name below {@code cold/}
 * @param firstSequence first record in it
 * @param lastSequence last record in it
 * @param endMs end of the cycle that it was, ms since the epoch
 * @param batches batches in it
 * @param contentBytes bytes before compression
 * @param contentCrc CRC32C of these
 */
public record ColdFile(
        String name,
        long firstSequence,
        long lastSequence,
        long endMs,
        long batches,
        long contentBytes,
        int contentCrc) {
    /** Directory of the compressed files, below the journal's. */
    public static final String DIRECTORY = "cold";

    /** Ending of a compressed file. */
    public static final String SUFFIX = ".batches.gz";

    /** The name as it stands in reports of damage, relative to the journal's directory. */
    public String path() {
        return DIRECTORY + '/' + name;
    }
}
