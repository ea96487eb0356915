package io.millrace.archiver.checkpoint;

import io.millrace.journal.tail.JournalPosition;

/**
 * How far one engine's journal is archived. Immutable.
 *
 * @param engineId the engine
 * @param journalId identity of its journal
 * @param journal the last record that is in the tables; sequence 0 before the first
 */
public record ArchivePosition(int engineId, long journalId, JournalPosition journal) {
    /** The last archived sequence. */
    public long sequence() {
        return journal.sequence();
    }

    /** The same journal, further on. */
    public ArchivePosition at(JournalPosition next) {
        return new ArchivePosition(engineId, journalId, next);
    }
}
