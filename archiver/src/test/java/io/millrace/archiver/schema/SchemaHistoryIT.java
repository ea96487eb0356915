package io.millrace.archiver.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.EarlierArchive;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database of an earlier version keeps what it holds, and a migration that fails leaves it as it was. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
@Covers({"S1-109", "S2-086"})
class SchemaHistoryIT {
    /** Rows as version 7 holds them, the first that had a whole archive. */
    private static final String[] ROWS_OF_V7 = {
        "INSERT INTO archive_position (engine_id, journal_id, sequence, queue_index, updated_at) VALUES (1, 9, 40, 1, now())",
        "CREATE TABLE ticks_20240101 PARTITION OF ticks FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-01-02 00:00:00+00')",
        "INSERT INTO ticks (event_time, event_time_ns, engine_id, sequence, receive_time_ns, feed_position, instrument_id, feed_id, kind,"
                + " price, quantity, aggressor, suspicious) SELECT '2024-01-01 10:00:00+00', g, 1, g, g, g, 1, 1, 'TRADE', 100 + g, 1,"
                + " 'BUYER', false FROM generate_series(1, 30) g",
        "INSERT INTO prices VALUES (now(), 1, now(), 1, 1, 60, 1, 31, 1, false, 'X', '1m', 'TRADES', 2, 3, 1, 2, 0)",
        "INSERT INTO trading_signals (engine_id, sequence, trade_id, event_time, event_time_ns, instrument_id, symbol, action,"
                + " confidence, entry_price, stop_loss, take_profit, risk_reward, expiry_time, expiry_time_ns, rule_id, rule,"
                + " interval_ns, timeframe, bar_open_time, bar_open_time_ns, operand0, operands) VALUES (1, 32,"
                + " 'X_20241220_143052_a1b2c3d4', now(), 1, 1, 'X', 'BUY', 0.7, 5, 4, 7, 2, now(), 1, 1, 'r', 1, '1s', now(), 1, 1,"
                + " '{\"rsi\": 28}')",
        "INSERT INTO feed_events VALUES (1, 33, now(), 1, 1, 1, NULL, 'STARTED', 'FEED', 'TRADES', 0, 7, 0, 0, 0)",
        "INSERT INTO engine_events (engine_id, sequence, event_time, event_time_ns, kind, receive_time_ns, config_digest, config)"
                + " VALUES (1, 34, now(), 1, 'ConfigChanged', 1, 5, 'a = 1')"
    };

    private static final String DIGEST =
            "SELECT md5(concat((SELECT string_agg(concat_ws(',', sequence, price, quantity), ';' ORDER BY"
                    + " sequence) FROM ticks), (SELECT string_agg(concat_ws(',', sequence, open, close), ';') FROM prices), (SELECT"
                    + " string_agg(concat_ws(',', trade_id, action, confidence, entry_price, operands), ';') FROM trading_signals), (SELECT"
                    + " string_agg(concat_ws(',', sequence, state, fingerprint), ';') FROM feed_events), (SELECT string_agg(config, ';')"
                    + " FROM engine_events), (SELECT string_agg(concat_ws(',', journal_id, sequence), ';') FROM archive_position)))";

    @ParameterizedTest
    @ValueSource(strings = {"7", "9", "10", "24", "41", "50"})
    void shouldKeepTheRowsOfAnEarlierVersion(String version, PostgresServer server) {
        DatabaseTarget target = server.newDatabase();
        Migrations.migrateTo(target, version);
        PostgresServer.execute(target, ROWS_OF_V7);
        if (Integer.parseInt(version) >= 21) {
            PostgresServer.execute(target, "SELECT audit_record('thing', '1', 'A', NULL, '{\"a\": 1}')");
        }
        String before = PostgresServer.query(target, DIGEST);
        assertThat(Migrations.migrate(target)).isPositive();
        assertThat(PostgresServer.query(target, DIGEST)).isEqualTo(before);
        assertThat(Migrations.migrate(target)).isZero();
        PostgresServer.execute(target, "INSERT INTO profiles DEFAULT VALUES");
        assertThat(PostgresServer.query(
                        target, "SELECT has_table_privilege('millrace_archiver', 'ticks_20240101', 'INSERT')"))
                .as("partitions of before are granted as well")
                .isEqualTo("t");
    }

    @Test
    void shouldLeaveTheOldVersionUsableWhereAMigrationFails(@TempDir Path directory, DatabaseTarget target)
            throws Exception {
        PostgresServer.execute(target, ROWS_OF_V7);
        PostgresServer.execute(target, "INSERT INTO profiles DEFAULT VALUES");
        breakAndMend(directory, target);
        assertThat(Migrations.migrate(target)).as("nothing to repair").isZero();
        PostgresServer.execute(target, "INSERT INTO profiles (email, is_anonymous) VALUES ('a@b.c', false)");
    }

    /** Also where the migrations before the one that fails would have gone well: half-way is no version that anybody knows. */
    @Test
    void shouldLeaveTheReleaseOfBeforeUsableWhereItsUpgradeFails(@TempDir Path directory, PostgresServer server)
            throws Exception {
        DatabaseTarget target = server.newDatabase();
        EarlierArchive.restore(target);
        breakAndMend(directory, target);
        assertThat(Migrations.version(target).current()).isEqualTo("998");
    }

    private static void breakAndMend(Path directory, DatabaseTarget target) throws IOException {
        String before = PostgresServer.query(target, DIGEST);
        String tables =
                "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
        String tablesBefore = PostgresServer.query(target, tables);
        SchemaVersion versionBefore = Migrations.version(target);
        Files.writeString(
                directory.resolve("V998__break.sql"),
                "CREATE TABLE half_made (x int);\nALTER TABLE profiles DROP COLUMN email;\nDELETE FROM trading_signals;\n"
                        + "SELECT 1 / 0;\n");
        Flyway broken = Migrations.configuration(Database.dataSource(target, "test", Database.WRITE_TIMEOUT))
                .locations("classpath:db/migration", "filesystem:" + directory)
                .load();
        assertThatThrownBy(broken::migrate)
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("division by zero");

        assertThat(PostgresServer.query(target, tables)).isEqualTo(tablesBefore);
        assertThat(PostgresServer.query(target, DIGEST)).isEqualTo(before);
        assertThat(Migrations.version(target)).isEqualTo(versionBefore);
        // What the program of that version does with each transaction.
        PostgresServer.execute(target, "UPDATE archive_position SET sequence = sequence + 1");

        Files.writeString(directory.resolve("V998__break.sql"), "CREATE TABLE whole (x int);\n");
        assertThat(broken.migrate().migrationsExecuted)
                .as("mended")
                .isEqualTo(1 + versionBefore.pending().size());
    }

    /** No migration may need to stand outside of a transaction, for one that does could fail half-way. */
    @Test
    void shouldRunEachMigrationInOneTransaction() throws Exception {
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            List<Path> all = files.toList();
            assertThat(all)
                    .filteredOn(file -> file.toString().endsWith(".conf"))
                    .isEmpty();
            for (Path file : all) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContainPattern("(?i)(create|drop|reindex)\\s+(unique\\s+)?index\\s+concurrently");
            }
        }
    }
}
