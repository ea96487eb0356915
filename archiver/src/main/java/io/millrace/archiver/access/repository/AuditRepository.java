package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.AuditEntry;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;

/**
 * Writes to the audit trail and reads it; what was written is never changed. Any thread.
 *
 * <p>Changes of the operational tables are recorded by the database itself, in their own transaction. The methods here are for
 * what changes no row: a refused login, a start, a decision. Who acts comes from
 * {@link io.millrace.archiver.access.connection.Transactions#as}.
 */
public final class AuditRepository extends Repository {
    private static final String COLUMNS =
            "chain, chain_sequence, entity_type, entity_id, action, actor, user_id, old_value, new_value, timestamp, context";
    private static final String BEHIND =
            " (timestamp, chain, chain_sequence) < (:afterTime, split_part(:afterId, '#', 1), split_part(:afterId, '#', 2)::bigint)"
                    + " ORDER BY timestamp DESC, chain DESC, chain_sequence DESC LIMIT :limit";
    private static final String ANY_ID = "operational#0";
    private static final int NAME_LENGTH = 100;
    private static final int ID_LENGTH = 500;

    private static final Sql LOG = Sql.call(
            "SELECT audit_record(:entityType, :entityId, :action, :oldValue::jsonb, :newValue::jsonb, :context)");
    private static final Sql BY_ENTITY = Sql.select("SELECT " + COLUMNS
            + " FROM audit_logs WHERE entity_type = :entityType AND entity_id = :entityId AND" + BEHIND);
    private static final Sql BY_USER =
            Sql.select("SELECT " + COLUMNS + " FROM audit_logs WHERE user_id = :userId AND" + BEHIND);
    private static final Sql RECENT = Sql.select("SELECT " + COLUMNS + " FROM audit_logs WHERE" + BEHIND);

    public AuditRepository(Transactions transactions) {
        super(transactions);
    }

    /**
     * Writes an entry.
     *
     * @param oldValue null where there was none
     * @param newValue null where there is none
     * @return its number in the chain
     */
    public long log(String entityType, String entityId, String action, Json oldValue, Json newValue, Json context) {
        return log("log", entityType, entityId, action, oldValue, newValue, context);
    }

    /** A login, a logout, a refused one: {@code details} must hold no secret. */
    public long logAuthAction(String serviceType, String action, Json details) {
        return log("logAuthAction", "auth", serviceType, action, null, null, details);
    }

    /** A change of the configuration that is kept elsewhere than in the database. */
    public long logConfigChange(String configType, String configKey, Json oldValue, Json newValue) {
        checks("logConfigChange").text("configType", configType, NAME_LENGTH).text("configKey", configKey, NAME_LENGTH);
        return log(
                "logConfigChange",
                "config",
                configType + "/" + configKey,
                "CHANGE",
                oldValue,
                newValue,
                Json.EMPTY_OBJECT);
    }

    /** What happened to a job beside its status. */
    public long logJobAction(String jobId, String action, Json details) {
        return log("logJobAction", "job", jobId, action, null, null, details);
    }

    /** The history of one thing, newest first. */
    public Page<AuditEntry> getLogsByEntity(String entityType, String entityId, PageRequest page) {
        checks("getLogsByEntity")
                .text("entityType", entityType, NAME_LENGTH)
                .optionalText("entityId", entityId, ID_LENGTH);
        return page(
                "getLogsByEntity",
                call("getLogsByEntity", BY_ENTITY)
                        .bind("entityType", entityType)
                        .bind("entityId", entityId),
                page,
                ANY_ID,
                AuditEntry.class);
    }

    /** What was done on behalf of a user, newest first. */
    public Page<AuditEntry> getLogsByUser(String userId, PageRequest page) {
        checks("getLogsByUser").text("userId", userId, ID_LENGTH);
        return page(
                "getLogsByUser", call("getLogsByUser", BY_USER).bind("userId", userId), page, ANY_ID, AuditEntry.class);
    }

    /** Everything, newest first. */
    public Page<AuditEntry> recent(PageRequest page) {
        return page("recent", call("recent", RECENT), page, ANY_ID, AuditEntry.class);
    }

    private long log(
            String method,
            String entityType,
            String entityId,
            String action,
            Json oldValue,
            Json newValue,
            Json context) {
        checks(method)
                .text("entityType", entityType, NAME_LENGTH)
                .required("entityId", entityId)
                .optionalText("entityId", entityId, ID_LENGTH)
                .text("action", action, NAME_LENGTH)
                .required("context", context);
        return call(method, LOG)
                .bind("entityType", entityType)
                .bind("entityId", entityId)
                .bind("action", action)
                .bind("oldValue", oldValue)
                .bind("newValue", newValue)
                .bind("context", context)
                .one(Long.class);
    }
}
