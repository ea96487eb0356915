package io.millrace.archiver.audit;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads entries of the audit trail. Any thread; one connection per call. */
public final class AuditReader {
    private static final String UNDEFINED_TABLE = "42P01";

    private AuditReader() {}

    /**
     * What happened to one entity, newest first.
     *
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     * @throws ArchiverException where it has no audit trail, or this user may not read it
     */
    public static List<AuditEntry> entity(DatabaseTarget target, String entityType, String entityId, int limit) {
        List<AuditEntry> entries = new ArrayList<>();
        try (Connection connection = Database.connect(target, "millrace-audit", Database.WRITE_TIMEOUT);
                PreparedStatement statement = connection.prepareStatement("SELECT " + AuditEntry.COLUMNS
                        + " FROM audit_logs WHERE entity_type = ? AND entity_id = ?"
                        + " ORDER BY \"timestamp\" DESC, chain, chain_sequence DESC LIMIT ?")) {
            statement.setString(1, entityType);
            statement.setString(2, entityId);
            statement.setInt(3, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(AuditEntry.read(rows));
                }
            }
        } catch (SQLException e) {
            throw failure(target, e);
        }
        return entries;
    }

    static ArchiverException failure(DatabaseTarget target, SQLException e) {
        String message = "cannot read the audit trail of " + target.describe() + ": ";
        if (UNDEFINED_TABLE.equals(e.getSQLState())) {
            return new ArchiverException(
                    message + "the schema is older than the trail; millrace db migrate brings it to this version", e);
        }
        if (SqlErrors.isTransient(e) || SqlErrors.isRefused(e)) {
            return new DatabaseUnavailableException(message + SqlErrors.describe(e), e);
        }
        return new ArchiverException(message + SqlErrors.describe(e), e);
    }
}
