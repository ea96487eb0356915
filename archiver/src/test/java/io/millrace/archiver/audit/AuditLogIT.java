package io.millrace.archiver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Entries of the audit trail are numbered without a gap, chained, and stay. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
@Covers({"S1-031..037", "S1-110"})
class AuditLogIT {
    private static final String CHAINED =
            "SELECT count(*) FILTER (WHERE chain_sequence = n AND previous_hash = before AND hash = audit_row_hash(audit_logs))"
                    + " FROM (SELECT audit_logs, chain_sequence, previous_hash, hash, row_number() OVER w AS n,"
                    + " lag(hash, 1, decode(repeat('00', 32), 'hex')) OVER w AS before FROM audit_logs"
                    + " WINDOW w AS (PARTITION BY chain ORDER BY chain_sequence)) x (audit_logs, chain_sequence, previous_hash,"
                    + " hash, n, before)";

    /** With one entry, for what is refused. */
    private static DatabaseTarget shared;

    @BeforeAll
    static void fill(DatabaseTarget target) {
        PostgresServer.execute(target, "SELECT audit_record('thing', '1', 'TOUCH')");
        shared = target;
    }

    @Test
    void shouldChainInsertsOfOneStatementAndOfSeveral(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO audit_logs (entity_type, entity_id, action, old_value, new_value, chain_sequence, hash)"
                        + " SELECT 'thing', g::text, 'UPDATE', '{\"a\": 1}', '{\"b\": [1, 2.50], \"a\": \"\u00e4\"}', 77, 'x'"
                        + " FROM generate_series(1, 20) g",
                "SELECT audit_record('thing', '5', 'DELETE', '{}')",
                "SELECT audit_record('thing', NULL, 'CHECK')");
        assertThat(PostgresServer.query(target, CHAINED)).isEqualTo("22");
        assertThat(PostgresServer.query(target, "SELECT entry_count FROM audit_chains"))
                .isEqualTo("22");
        assertThat(
                        PostgresServer.query(
                                target,
                                "SELECT head_hash = hash FROM audit_chains JOIN audit_logs USING (chain) WHERE chain_sequence = 22"))
                .isEqualTo("t");
    }

    @Test
    void shouldChainRowsOfACopyPerEngine(DatabaseTarget target) throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 500; i++) {
            int engine = i % 3;
            rows.append(String.format(
                    "engine:%d\tsignal\ts%d\tCREATED\tengine\t2024-12-20 14:30:52.123456+00\t%d\t%d\n",
                    engine, i, engine, i));
        }
        try (Connection connection = PostgresServer.connect(target)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY audit_logs (chain, entity_type, entity_id, action, actor, timestamp, engine_id, sequence)"
                                    + " FROM STDIN",
                            new StringReader(rows.toString()));
        }
        assertThat(PostgresServer.query(target, CHAINED)).isEqualTo("500");
        assertThat(PostgresServer.query(target, "SELECT count(*) FROM audit_chains"))
                .isEqualTo("3");
        assertThat(PostgresServer.query(target, "SELECT DISTINCT extract(epoch FROM timestamp) FROM audit_logs"))
                .as("the time of the record stays")
                .isEqualTo("1734705052.123456");
    }

    @Test
    void shouldGiveTheSameHashesForTheSameJournal(DatabaseTarget one, DatabaseTarget two) {
        String insert = "INSERT INTO audit_logs (chain, entity_type, action, actor, timestamp, engine_id, sequence)"
                + " SELECT 'engine:0', 'config', 'CHANGED', 'engine', '2024-12-20', 0, g FROM generate_series(1, 5) g";
        PostgresServer.execute(one, insert);
        PostgresServer.execute(two, insert);
        String head = "SELECT encode(head_hash, 'hex') FROM audit_chains";
        assertThat(PostgresServer.query(one, head)).isEqualTo(PostgresServer.query(two, head));
    }

    @Test
    void shouldStayGaplessWithEightWritersAndRollbacks(DatabaseTarget target) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int w = 0; w < 8; w++) {
                int writer = w;
                writers.add(() -> write(target, writer));
            }
            for (Future<Void> writer : executor.invokeAll(writers)) {
                writer.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(PostgresServer.query(target, CHAINED)).isEqualTo("160");
        assertThat(PostgresServer.query(target, "SELECT count(DISTINCT actor) FROM audit_logs"))
                .isEqualTo("8");
    }

    private static Void write(DatabaseTarget target, int writer) throws Exception {
        try (Connection connection = PostgresServer.connect(target);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 25; i++) {
                statement.execute("SELECT set_config('millrace.actor', 'writer " + writer + "', true)");
                statement.execute("SELECT audit_record('thing', '" + i + "', 'TOUCH')");
                if (i % 5 == 4) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
            }
        }
        return null;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_logs SET actor = 'nobody'",
                "DELETE FROM audit_logs",
                "DELETE FROM audit_logs WHERE false",
                "TRUNCATE audit_logs",
                "TRUNCATE audit_logs, audit_chains CASCADE",
                "DELETE FROM audit_chains",
                "UPDATE audit_chains SET entry_count = 0",
                "INSERT INTO audit_logs (entity_type, action) VALUES ('t', 'A') ON CONFLICT (chain, chain_sequence)"
                        + " DO UPDATE SET action = 'B'",
                "SET session_replication_role = replica; DELETE FROM audit_logs"
            })
    void shouldRefuseEvenTheOwnerToChangeWhatIsWritten(String sql) {
        assertThatThrownBy(() -> PostgresServer.execute(shared, sql))
                .hasMessageMatching("(?s).*(append-only|go back).*");
        assertThat(PostgresServer.query(shared, CHAINED)).isEqualTo("1");
    }

    @Test
    void shouldDateOperationalEntriesByTheClock(DatabaseTarget target) {
        PostgresServer.execute(
                target, "INSERT INTO audit_logs (entity_type, action, timestamp) VALUES ('t', 'A', '2001-01-01')");
        assertThat(PostgresServer.query(target, "SELECT timestamp > now() - interval '1 minute' FROM audit_logs"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'', 'A', 'operational', NULL, NULL, '{}', now()",
                "'t', '', 'operational', NULL, NULL, '{}', now()",
                "'t', 'A', 'other', NULL, NULL, '{}', now()",
                "'t', 'A', 'engine:01', 1, 1, '{}', now()",
                "'t', 'A', 'engine:1', 2, 1, '{}', now()",
                "'t', 'A', 'engine:1', NULL, NULL, '{}', now()",
                "'t', 'A', 'engine:1', 1, 0, '{}', now()",
                "'t', 'A', 'operational', 1, 1, '{}', now()",
                "'t', 'A', 'operational', NULL, NULL, '[]', now()",
                "'t', 'A', 'engine:1', 1, 1, '{}', 'infinity'"
            })
    void shouldRefuseEntriesThatCannotBe(String values) {
        assertThatThrownBy(() -> PostgresServer.execute(
                        shared,
                        "INSERT INTO audit_logs (entity_type, action, chain, engine_id, sequence, context, timestamp)"
                                + " VALUES (" + values + ")"))
                .hasMessageMatching("(?s).*(violates check constraint|cannot convert infinity|out of range).*");
        assertThat(PostgresServer.query(shared, CHAINED)).isEqualTo("1");
    }
}
