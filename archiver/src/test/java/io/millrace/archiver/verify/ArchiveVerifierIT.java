package io.millrace.archiver.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.run.ArchiveProgress;
import io.millrace.archiver.run.Archiver;
import io.millrace.archiver.run.ArchiverConfig;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@ExtendWith(PostgresExtension.class)
class ArchiveVerifierIT {
    private static final List<String> TABLES = List.of(
            "ticks",
            "prices",
            "computed_indicators",
            "trading_signals",
            "blocked_signals",
            "feed_events",
            "engine_events",
            "indicator_definitions",
            "rule_definitions",
            "articles",
            "sentiment_scores",
            "events",
            "signal_outcomes",
            "order_commands",
            "order_events",
            "fills",
            "position_changes",
            "alert_rule_changes",
            "alerts");

    /** Tables of the state in force, and what a row of them is about. */
    private static final Map<String, String> STATES =
            Map.of("orders", "order_id", "positions", "instrument_id", "alert_rules", "alert_id");

    private static final List<String> TAMPERING = List.of(
            "UPDATE ticks SET price = 'NaN' WHERE kind = 'TRADE'",
            "UPDATE ticks SET venue_id = NULL",
            "UPDATE computed_indicators SET value = 'NaN' WHERE value IS NULL",
            "UPDATE computed_indicators SET value = NULL",
            "UPDATE computed_indicators SET value = 0 WHERE value = 0",
            "UPDATE trading_signals SET operands = operands || '{\"more\": 1}'",
            "UPDATE trading_signals SET operands = '{}'",
            "UPDATE instruments SET symbol = 'ETHUSDT' WHERE instrument_id = 1",
            "DELETE FROM instruments WHERE instrument_id = 3",
            "INSERT INTO instruments SELECT engine_id, 9, sequence, event_time, event_time_ns, receive_time_ns,"
                    + " symbol, venue, base_asset, quote_asset, price_exponent, quantity_exponent FROM instruments"
                    + " WHERE instrument_id = 1",
            "UPDATE archive_position SET sequence = sequence + 1",
            "UPDATE archive_position SET sequence = sequence - 1",
            "DELETE FROM archive_position");

    @TempDir
    private Path directory;

    @Test
    void shouldFindRowsMissingDoubledAddedAndMoved(PostgresServer server) throws SQLException {
        DatabaseTarget database = archived(server);
        for (String table : TABLES) {
            findTamperedRows(database, table);
        }
        assertThat(verify(database).firstDifference()).isEmpty();
    }

    private void findTamperedRows(DatabaseTarget database, String table) throws SQLException {
        String sequence = someSequence(database, table);

        withTampering(
                database,
                table,
                "DELETE FROM " + table + " WHERE sequence = " + sequence,
                check -> assertThat(check.firstDifference())
                        .hasValueSatisfying(text -> assertThat(text)
                                .contains(table + ": the row of sequence " + sequence)
                                .contains("is missing")));
        dropChecks(database, table);
        String copy = "INSERT INTO " + table + " SELECT * FROM " + table + " WHERE sequence = " + sequence;
        withTampering(
                database,
                table,
                copy,
                check -> assertThat(check.firstDifference())
                        .hasValueSatisfying(text -> assertThat(text)
                                .contains(table + ": the row of sequence " + sequence)
                                .contains("is there twice")));
        // Sequence 1 is the engine's start, so no other table may have a row of it, and that one not a second.
        withTampering(
                database,
                table,
                "UPDATE " + table + " SET sequence = 1 WHERE sequence = " + sequence,
                check -> assertThat(check.firstDifference())
                        .hasValueSatisfying(text -> assertThat(text).startsWith(table + ": ")));
        // After the last row of the table there is none to notice a surplus one but the end of the window.
        String last = PostgresServer.query(database, "SELECT sequence FROM archive_position");
        withTampering(
                database,
                table,
                "CREATE TABLE extra AS SELECT * FROM " + table + " WHERE sequence = " + sequence
                        + "; UPDATE extra SET sequence = " + last + "; INSERT INTO " + table + " SELECT * FROM extra",
                check -> assertThat(check.firstDifference())
                        .hasValueSatisfying(text ->
                                assertThat(text).startsWith(table + ": ").contains("sequence " + last)));
        withTampering(
                database,
                table,
                "CREATE TABLE extra AS SELECT * FROM " + table + " WHERE sequence = " + sequence
                        + "; UPDATE extra SET sequence = 1000000; INSERT INTO " + table + " SELECT * FROM extra",
                check -> assertThat(check.firstDifference())
                        .hasValueSatisfying(text -> assertThat(text)
                                .contains(table + ": the row of sequence 1000000 is beyond the archive position")));
    }

    @Test
    void shouldFindAChangeInEveryColumnOfEveryTable(PostgresServer server) throws SQLException {
        DatabaseTarget database = archived(server);
        int columns = 0;
        for (String table : TABLES) {
            dropChecks(database, table);
            for (String[] column : columns(database, table)) {
                String name = column[0];
                if (name.equals("sequence") || name.equals("engine_id")) {
                    continue;
                }
                String sequence = PostgresServer.query(
                        database,
                        "SELECT sequence FROM " + table + " WHERE " + name + " IS NOT NULL AND "
                                + changed(name, column[1]) + " IS DISTINCT FROM " + name + " LIMIT 1");
                assertThat(sequence).as("a row with %s.%s", table, name).isNotNull();
                withTampering(
                        database,
                        table,
                        "UPDATE " + table + " SET " + name + " = " + changed(name, column[1]) + " WHERE sequence = "
                                + sequence,
                        check -> assertThat(check.firstDifference())
                                .as("%s.%s", table, name)
                                .hasValueSatisfying(text -> assertThat(text)
                                        .startsWith(table + ": ")
                                        .containsPattern("sequence " + sequence + "\\b")));
                columns++;
            }
        }
        assertThat(columns).isGreaterThan(250);
        assertThat(verify(database).firstDifference()).isEmpty();
    }

    @Test
    void shouldFindAChangeInEveryColumnOfTheStatesInForce(PostgresServer server) throws SQLException {
        DatabaseTarget database = archived(server);
        for (String table : new TreeSet<>(STATES.keySet())) {
            String key = STATES.get(table);
            dropChecks(database, table);
            for (String[] column : columns(database, table)) {
                String name = column[0];
                if (name.equals("engine_id")) {
                    continue;
                }
                String row = PostgresServer.query(
                        database, "SELECT min(" + key + ") FROM " + table + " WHERE " + name + " IS NOT NULL");
                assertThat(row).as("a row with %s.%s", table, name).isNotNull();
                String change = "UPDATE " + table + " SET " + name + " = " + changed(name, column[1]) + " WHERE " + key
                        + " = " + row;
                withTampering(
                        database,
                        table,
                        change,
                        check -> assertThat(check.firstDifference())
                                .as(change)
                                .hasValueSatisfying(text -> assertThat(text).startsWith(table + ": ")));
            }
            String first = " WHERE " + key + " = (SELECT min(" + key + ") FROM " + table + ")";
            String missing = "DELETE FROM " + table + first;
            withTampering(
                    database,
                    table,
                    missing,
                    check -> assertThat(check.firstDifference())
                            .hasValueSatisfying(text ->
                                    assertThat(text).startsWith(table + ": ").endsWith("is missing")));
            String twice = "INSERT INTO " + table + " SELECT * FROM " + table + first;
            withTampering(
                    database,
                    table,
                    twice,
                    check -> assertThat(check.firstDifference())
                            .hasValueSatisfying(text ->
                                    assertThat(text).startsWith(table + ": ").endsWith("is there twice")));
            String surplus = "CREATE TABLE extra AS SELECT * FROM " + table + first + "; UPDATE extra SET " + key
                    + " = 1000000; INSERT INTO " + table + " SELECT * FROM extra";
            withTampering(
                    database,
                    table,
                    surplus,
                    check -> assertThat(check.firstDifference())
                            .hasValueSatisfying(text -> assertThat(text)
                                    .startsWith(table + ": ")
                                    .contains("1000000")
                                    .endsWith("has no history")));
        }
        assertThat(verify(database).firstDifference()).isEmpty();
    }

    @Test
    void shouldFindTampering(PostgresServer server) throws SQLException {
        DatabaseTarget database = archived(server);
        for (String table : TABLES) {
            dropChecks(database, table);
        }
        for (String tampering : TAMPERING) {
            String table = tampering.split(" ", 4)[tampering.startsWith("UPDATE") ? 1 : 2];
            withTampering(database, table, tampering, check -> {
                assertThat(check.firstDifference()).as(tampering).isPresent();
                assertThat(check.identical()).isFalse();
            });
        }
        assertThat(verify(database).firstDifference()).isEmpty();
    }

    @Test
    void shouldNameColumnAndBothValues(PostgresServer server) throws SQLException {
        DatabaseTarget database = archived(server);
        String sequence = someSequence(database, "prices");
        withTampering(
                database,
                "prices",
                "UPDATE prices SET volume = 4.25 WHERE sequence = " + sequence,
                check -> assertThat(check.firstDifference())
                        .hasValueSatisfying(text -> assertThat(text)
                                .matches("prices: sequence " + sequence
                                        + ", column volume: the journal has [0-9.]+, the archive has 4.25")));
    }

    @Test
    void shouldReportTheRecordsThatAreNotArchivedYet(DatabaseTarget database) {
        try (SampleJournal journal = new SampleJournal(directory, 2, 3, 4)) {
            journal.start();
            archive(database);
            long archived = journal.lastSequence();
            journal.market(100);
            ArchiveCheck check = verify(database);
            assertThat(check.identical()).isTrue();
            assertThat(check.position()).isEqualTo(archived);
            assertThat(check.checked()).isEqualTo(archived);
            assertThat(check.lagRecords()).isEqualTo(journal.lastSequence() - archived);
        }
    }

    @Test
    void shouldCompareOverManyWindows(DatabaseTarget database) {
        long last = SampleJournal.write(directory, 2, 3, 4, 2000);
        archive(database);
        List<Long> progress = new ArrayList<>();
        ArchiveCheck check = ArchiveVerifier.verify(directory, database, progress::add, 64);
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.checked()).isEqualTo(last);
        assertThat(check.rows()).isEqualTo(verify(database).rows()).isGreaterThan(last / 2);
        assertThat(progress).isSorted().endsWith(last);
    }

    @Test
    void shouldSayWhenTheDatabaseIsAwayOrEmpty(PostgresServer server) {
        SampleJournal.write(directory, 2, 3, 4, 10);
        assertThatThrownBy(() -> verify(new DatabaseTarget("jdbc:postgresql://localhost:1/x", "u", "")))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThat(verify(server.newDatabase()).firstDifference())
                .hasValueSatisfying(
                        text -> assertThat(text).contains("nothing of engine").contains("millrace archive"));
    }

    private DatabaseTarget archived(PostgresServer server) {
        DatabaseTarget database = server.newMigratedDatabase();
        SampleJournal.write(directory, 2, 3, 4, 1500);
        archive(database);
        assertThat(verify(database).firstDifference()).isEmpty();
        loosen(database);
        return database;
    }

    private void archive(DatabaseTarget database) {
        try (Archiver archiver = Archiver.open(directory, database, ArchiverConfig.defaults())) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
    }

    private ArchiveCheck verify(DatabaseTarget database) {
        return ArchiveVerifier.verify(directory, database, done -> {});
    }

    private interface Expectation {
        void of(ArchiveCheck check);
    }

    /** Keeps a copy of the table, changes it, looks at the result and puts the copy back. */
    private void withTampering(DatabaseTarget database, String table, String sql, Expectation expectation)
            throws SQLException {
        try (Connection connection = PostgresServer.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE saved AS TABLE " + table);
            statement.execute(sql);
            expectation.of(verify(database));
            statement.execute("TRUNCATE " + table + "; INSERT INTO " + table
                    + " TABLE saved; DROP TABLE saved; DROP TABLE IF EXISTS extra");
        }
    }

    private static String someSequence(DatabaseTarget database, String table) {
        return PostgresServer.query(
                database, "SELECT sequence FROM " + table + " WHERE sequence > 1 ORDER BY sequence OFFSET 1 LIMIT 1");
    }

    /** Another value of the same type. */
    private static String changed(String column, String type) {
        return switch (type) {
            case "timestamp with time zone" -> column + " + interval '1 microsecond'";
            case "boolean" -> "NOT " + column;
            case "ARRAY" -> "array_append(" + column + ", 'x')";
            case "text" -> column + " || 'x'";
            case "jsonb" -> column + " || '{\"other\": 1}'";
            case "double precision" -> "7.125::double precision";
            case "numeric" -> column + " + 0.0000000001";
            default -> column + " - 1";
        };
    }

    private static List<String[]> columns(DatabaseTarget database, String table) throws SQLException {
        List<String[]> columns = new ArrayList<>();
        try (Connection connection = PostgresServer.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '" + table
                                + "'")) {
            while (row.next()) {
                columns.add(new String[] {row.getString(1), row.getString(2)});
            }
        }
        return columns;
    }

    /** Drops what ties tables and columns together: a change of one value must be found by the comparison alone. */
    private static void loosen(DatabaseTarget database) {
        PostgresServer.execute(database, """
                DO $$ DECLARE r record; BEGIN
                    FOR r IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE contype = 'f' LOOP
                        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.t, r.conname);
                    END LOOP;
                    FOR r IN SELECT attrelid::regclass AS t, attname FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
                             WHERE attgenerated = 's' AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace LOOP
                        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP EXPRESSION', r.t, r.attname);
                    END LOOP;
                END $$""");
    }

    private static void dropChecks(DatabaseTarget database, String table) {
        dropUniqueness(database, table);
        dropConstraints(database, table, "'c', 'n'");
    }

    private static void dropUniqueness(DatabaseTarget database, String table) {
        dropConstraints(database, table, "'p', 'u'");
    }

    private static void dropConstraints(DatabaseTarget database, String table, String types) {
        PostgresServer.execute(
                database,
                "DO $$ DECLARE c text; BEGIN FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = '" + table
                        + "'::regclass AND contype IN (" + types
                        + ") AND conislocal AND conname NOT LIKE '%_event_time_not_null'"
                        + " LOOP EXECUTE format('ALTER TABLE " + table + " DROP CONSTRAINT %I', c); END LOOP; END $$");
    }
}
