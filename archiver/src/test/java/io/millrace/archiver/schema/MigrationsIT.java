package io.millrace.archiver.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class MigrationsIT {
    @Test
    void shouldMakeTheSchemaFromNothingAndThenHaveNothingToDo(PostgresServer server) throws IOException {
        DatabaseTarget target = server.newDatabase();
        assertThat(Migrations.migrate(target)).isEqualTo(migrations());
        assertThat(Migrations.migrate(target)).isZero();
    }

    @Test
    void shouldLetSeveralProcessesMigrateAtOnce(PostgresServer server) throws Exception {
        DatabaseTarget target = server.newDatabase();
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try {
            Callable<Integer> migrate = () -> Migrations.migrate(target);
            int applied = 0;
            for (Future<Integer> result : executor.invokeAll(List.of(migrate, migrate, migrate))) {
                applied += result.get();
            }
            assertThat(applied).isEqualTo(migrations());
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void shouldRefuseADatabaseWithTablesOfOthers(PostgresServer server) {
        DatabaseTarget target = server.newDatabase();
        PostgresServer.execute(target, "CREATE TABLE theirs (x int)");
        assertThatThrownBy(() -> Migrations.migrate(target))
                .isInstanceOf(ArchiverException.class)
                .hasMessageContaining("use an empty database")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void shouldSayWhenTheDatabaseIsNotThere(PostgresServer server) {
        assertThatThrownBy(() -> Migrations.migrate(server.target("nosuch")))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("nosuch");
        assertThatThrownBy(() -> Migrations.migrate(new DatabaseTarget("jdbc:postgresql://localhost:1/x", "u", "")))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("localhost:1/x");
    }

    @Test
    void shouldTakeAProperSignal(DatabaseTarget target) {
        PostgresServer.execute(target, signal("'X_20241220_143052_a1b2c3d4'", "'BUY'", "1", "5", "NULL", "NULL"));
        assertThat(PostgresServer.count(target, "trading_signals")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'no id'| 'BUY'| 1| 5| 1| 1",
                "'X_20241220_143052_a1b2c3d4'| 'HOLD'| 1| 5| 1| 1",
                "'X_20241220_143052_a1b2c3d4'| 'BUY'| 'NaN'| 5| 1| 1",
                "'X_20241220_143052_a1b2c3d4'| 'BUY'| 1.5| 5| 1| 1",
                "'X_20241220_143052_a1b2c3d4'| 'BUY'| 1| 'NaN'| 1| 1",
                "'X_20241220_143052_a1b2c3d4'| 'BUY'| 1| 0| 1| 1",
                "'X_20241220_143052_a1b2c3d4'| 'BUY'| 1| 5| 'NaN'| 1",
                "'X_20241220_143052_a1b2c3d4'| 'BUY'| 1| 5| 1| 'NaN'"
            })
    void shouldRefuseASignalThatCannotBe(String values, PostgresServer server) {
        DatabaseTarget target = server.newMigratedDatabase();
        assertThatThrownBy(() -> PostgresServer.execute(target, signal(values.split("\\| ?"))))
                .hasMessageContaining("violates check constraint");
    }

    @Test
    void shouldRefuseBarsAndValuesThatCannotBe(DatabaseTarget target) {
        String bar = "INSERT INTO prices VALUES (now(), 1, now(), 1, 1, 60, 1, 1, 1, false, 'X', '1m', '%s', %s)";
        PostgresServer.execute(target, String.format(bar, "TRADES", "2, 3, 1, 2, 0"));
        PostgresServer.execute(target, String.format(bar, "EXTERNAL", "9, 3, 1, 2, 0"));
        for (String values :
                List.of("9, 3, 1, 2, 0", "2, 3, 1, 4, 0", "2, 'NaN', 1, 2, 0", "0, 3, 0, 2, 0", "2, 3, 1, 2, -1")) {
            assertThatThrownBy(() -> PostgresServer.execute(target, String.format(bar, "TRADES", values)))
                    .as(values)
                    .hasMessageContaining("violates check constraint");
        }
        assertThatThrownBy(
                        () -> PostgresServer.execute(
                                target,
                                "INSERT INTO computed_indicators VALUES (now(), now(), 1, 'NaN', 1, 1, 0, 'X', '1m', 'i', 'o')"))
                .hasMessageContaining("computed_indicators_not_nan");
    }

    private static String signal(String... values) {
        return String.format(
                "INSERT INTO trading_signals (engine_id, sequence, trade_id, event_time, event_time_ns, instrument_id,"
                        + " symbol, action, confidence, entry_price, stop_loss, take_profit, risk_reward, expiry_time,"
                        + " expiry_time_ns, rule_id, rule, interval_ns, timeframe, bar_open_time, bar_open_time_ns,"
                        + " operand0, operands) VALUES (1, 1, %s, now(), 1, 1, 'X', %s, %s, %s, 1, 1, %s, now(), 1, 1,"
                        + " 'r', 1, '1s', now(), 1, %s, '{}')",
                (Object[]) values);
    }

    private static int migrations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            return Math.toIntExact(files.count());
        }
    }
}
