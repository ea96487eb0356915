package io.millrace.journal.verify;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.tail.JournalPosition;
import java.util.Map;
import java.util.Optional;

/**
 * What a check of a journal found.
 *
 * @param batches good batches before the first damage
 * @param records good records before the first damage
 * @param payloadBytes bytes of the good batches
 * @param recordsByKind good records by kind; kinds that do not occur are absent
 * @param journalId identity of the journal; 0 when it is empty
 * @param engineId the engine that wrote it; 0 when it is empty
 * @param firstEventTimeNs smallest event time of the inputs; 0 without any
 * @param lastEventTimeNs largest event time of the inputs; 0 without any
 * @param firstSequence the first record that the journal has; above 1 where retention removed what came before
 * @param end the last good record
 * @param damage the first damage, if there is any
 */
public record JournalSummary(
        long batches,
        long records,
        long payloadBytes,
        Map<RecordKind, Long> recordsByKind,
        long journalId,
        int engineId,
        long firstEventTimeNs,
        long lastEventTimeNs,
        long firstSequence,
        JournalPosition end,
        Optional<JournalDamage> damage) {

    /** True when everything reads as it was written. */
    public boolean good() {
        return damage.isEmpty();
    }

    /** Records of a kind. */
    public long count(final RecordKind kind) {
        return recordsByKind.getOrDefault(kind, 0L);
    }
}
