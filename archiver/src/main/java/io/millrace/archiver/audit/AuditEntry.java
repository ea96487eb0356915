package io.millrace.archiver.audit;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One row of {@code audit_logs} as the server prints it. Immutable by use: nobody changes the arrays.
 *
 * @param chain the chain, such as {@code operational}
 * @param chainSequence number in the chain, from 1
 * @param entityType what kind of thing was changed
 * @param entityId which one
 * @param action what was done
 * @param actor who did it
 * @param userId on whose behalf; null where unknown
 * @param oldValue JSON before; null where there was none
 * @param newValue JSON after; null where there is none
 * @param timestampMicros µs since 1970-01-01 UTC
 * @param context JSON object
 * @param engineId engine of the record; null in the chain operational
 * @param sequence journal sequence of the record; null in the chain operational
 * @param previousHash hash of the entry before, 32 bytes
 * @param hash hash of this one, 32 bytes
 */
public record AuditEntry(
        String chain,
        long chainSequence,
        String entityType,
        String entityId,
        String action,
        String actor,
        String userId,
        String oldValue,
        String newValue,
        long timestampMicros,
        String context,
        Integer engineId,
        Long sequence,
        byte[] previousHash,
        byte[] hash) {

    /** What {@link #read} needs; the text of JSON and the time are made by the server. */
    static final String COLUMNS =
            "chain, chain_sequence, entity_type, entity_id, action, actor, user_id, old_value::text,"
                    + " new_value::text, (extract(epoch FROM \"timestamp\") * 1000000)::bigint, context::text, engine_id, sequence,"
                    + " previous_hash, hash";

    /** The current row of a query for {@link #COLUMNS}. */
    static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getLong(10),
                row.getString(11),
                row.getObject(12, Integer.class),
                row.getObject(13, Long.class),
                row.getBytes(14),
                row.getBytes(15));
    }
}
