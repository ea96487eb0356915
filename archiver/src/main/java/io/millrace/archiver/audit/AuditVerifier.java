package io.millrace.archiver.audit;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * Recomputes every hash of {@code audit_logs} and says which entries were changed, replaced, taken out, put in or cut off.
 *
 * <p>Any thread; one connection that reads one snapshot in pieces, so memory does not grow with the table. The database only delivers the
 * columns. Whoever owns the database can rewrite a chain as a whole, with its head: only an anchor that is kept elsewhere tells.
 */
public final class AuditVerifier {
    /** Findings that are listed; the others are counted. */
    public static final int FINDINGS_KEPT = 100;

    private static final int FETCH_ROWS = 1_000;
    private static final int PROGRESS_ROWS = 10_000;

    private final Map<String, List<AuditAnchor>> anchors = new TreeMap<>();
    private final Map<String, AuditHead> heads = new TreeMap<>();
    private final List<AuditHead> found = new ArrayList<>();
    private final List<AuditFinding> findings = new ArrayList<>();
    private final AuditHash hash = new AuditHash();
    private long findingCount;
    private long entryCount;

    private AuditVerifier(List<AuditAnchor> given) {
        given.forEach(anchor -> anchors.computeIfAbsent(anchor.head().chain(), chain -> new ArrayList<>())
                .add(anchor));
    }

    /**
     * Reads the whole trail.
     *
     * @param anchors ends of chains that were written down before; may be empty
     * @param progress told the number of entries read, now and then
     * @throws DatabaseUnavailableException where the database is not reachable or fails
     * @throws ArchiverException where it has no audit trail, or this user may not read it
     */
    public static AuditCheck verify(DatabaseTarget target, List<AuditAnchor> anchors, LongConsumer progress) {
        try (Connection connection = Database.connect(target, "millrace-audit", Database.LONG_TIMEOUT)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new AuditVerifier(anchors).verify(connection, anchors.size(), progress);
        } catch (SQLException e) {
            throw AuditReader.failure(target, e);
        }
    }

    private AuditCheck verify(Connection connection, int anchorCount, LongConsumer progress) throws SQLException {
        readHeads(connection);
        TreeSet<String> untouched = new TreeSet<>(heads.keySet());
        untouched.addAll(anchors.keySet());
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + AuditEntry.COLUMNS + " FROM audit_logs ORDER BY chain, chain_sequence")) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                String chain = null;
                ChainCheck check = null;
                while (rows.next()) {
                    AuditEntry entry = AuditEntry.read(rows);
                    if (!entry.chain().equals(chain)) {
                        end(chain, check);
                        chain = entry.chain();
                        check = check(chain);
                        untouched.remove(chain);
                    }
                    check.next(entry);
                    if (++entryCount % PROGRESS_ROWS == 0) {
                        progress.accept(entryCount);
                    }
                }
                end(chain, check);
            }
        }
        // A chain that is gone as a whole has no entry that could tell.
        untouched.forEach(chain -> end(chain, check(chain)));
        progress.accept(entryCount);
        return new AuditCheck(List.copyOf(found), entryCount, anchorCount, List.copyOf(findings), findingCount);
    }

    private void readHeads(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT chain, entry_count, head_hash FROM audit_chains")) {
            while (rows.next()) {
                heads.put(rows.getString(1), AuditHead.of(rows.getString(1), rows.getLong(2), rows.getBytes(3)));
            }
        }
    }

    private ChainCheck check(String chain) {
        return new ChainCheck(chain, anchors.getOrDefault(chain, List.of()), hash, this::add);
    }

    private void end(String chain, ChainCheck check) {
        if (check != null) {
            AuditHead end = check.end(heads.get(chain));
            if (end.entryCount() > 0) {
                found.add(end);
            }
        }
    }

    private void add(AuditFinding finding) {
        findingCount++;
        if (findings.size() < FINDINGS_KEPT) {
            findings.add(finding);
        }
    }
}
