package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.time.Instant;

/**
 * An entry of the audit trail. Immutable.
 *
 * @param chain chain of hashes that it belongs to
 * @param chainSequence its number there, from 1
 * @param entityType kind of thing that was changed
 * @param entityId which one; empty where it is about no single one
 * @param action what was done
 * @param actor component, role or person that did it
 * @param userId user on whose behalf; null where none is known
 * @param oldValue state before; null where there was none
 * @param newValue state after; null where there is none
 * @param timestamp when
 * @param context whatever else helps, an object
 */
public record AuditEntry(
        String chain,
        long chainSequence,
        String entityType,
        String entityId,
        String action,
        String actor,
        String userId,
        Json oldValue,
        Json newValue,
        Instant timestamp,
        Json context)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return timestamp;
    }

    @Override
    public String keyId() {
        return chain + "#" + chainSequence;
    }
}
