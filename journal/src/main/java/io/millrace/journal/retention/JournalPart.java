package io.millrace.journal.retention;

/**
 * A closed piece of a journal: a cycle file, or what became of it.
 *
 * @param file name of the file, relative to the journal's directory
 * @param cold true when it is a compressed file
 * @param firstSequence first record in it
 * @param lastSequence last record in it
 * @param firstIndex the queue's index of the first batch; 0 in a compressed file
 * @param endMs end of the cycle, ms since the epoch
 * @param usedBytes bytes of batches in a cycle file, of the file in a compressed one
 */
public record JournalPart(
        String file,
        boolean cold,
        long firstSequence,
        long lastSequence,
        long firstIndex,
        long endMs,
        long usedBytes) {}
