package io.millrace.archiver.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.PartitionKeeper;
import io.millrace.archiver.schema.PartitionKeeper.ClosedDay;
import io.millrace.archiver.schema.PartitionKeeper.RemovedDay;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.TickHistory;
import io.millrace.archiver.testing.TickHistory.Tick;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Days of ticks are closed and taken off while others read and write, and nothing is lost or in the way afterwards. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class PartitionKeeperIT {
    private static final LocalDate DAY_ONE = LocalDate.of(2024, 8, 8);
    private static final LocalDate DAY_TWO = LocalDate.of(2024, 8, 9);
    private static final String DIGEST =
            "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 7)), 0) FROM ticks t";
    private static final String TABLES =
            "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relname ~ '^ticks_2' AND relkind = 'r'";
    private static final String ONE_INSTRUMENT = "SELECT count(*) FROM ticks WHERE engine_id = 1 AND instrument_id = 2"
            + " AND event_time >= '2024-08-08 03:00+00' AND event_time < '2024-08-08 04:00+00'";

    private long sequence;

    @Test
    void shouldSortADayAndGiveItABTreeWithoutChangingARow(DatabaseTarget target) throws SQLException {
        fill(target, 3_000);
        String before = PostgresServer.query(target, DIGEST);
        try (Connection connection = PostgresServer.connect(target)) {
            PartitionKeeper keeper = new PartitionKeeper(connection);
            assertThat(keeper.due(Instant.parse("2024-08-09T23:59:59Z"))).containsExactly(DAY_ONE);
            ClosedDay closed = keeper.close(DAY_ONE);
            assertThat(closed.day()).isEqualTo(DAY_ONE);
            assertThat(closed.rows()).isEqualTo(PostgresServer.count(target, "ticks_20240808"));
            assertThat(closed.bytes()).isPositive();
            assertThat(keeper.due(Instant.parse("2024-08-10T00:00:00Z"))).containsExactly(DAY_TWO);
        }
        assertThat(PostgresServer.query(target, DIGEST)).isEqualTo(before);
        assertThat(PostgresServer.query(
                        target,
                        "SELECT count(*) FROM (SELECT row(engine_id, instrument_id, event_time_ns, sequence)"
                                + " < lag(row(engine_id, instrument_id, event_time_ns, sequence)) OVER (ORDER BY ctid) AS wrong"
                                + " FROM ticks_20240808) s WHERE wrong"))
                .isEqualTo("0");
        assertThat(plan(target, ONE_INSTRUMENT))
                .contains("ticks_20240808_instrument_time_idx")
                .doesNotContain("ticks_20240809");
        assertThat(
                        PostgresServer.query(
                                target,
                                "SELECT string_agg(m.amname, ' ' ORDER BY m.amname) FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid"
                                        + " JOIN pg_am m ON m.oid = c.relam WHERE x.indrelid = 'ticks_20240808'::regclass AND x.indisvalid"))
                .isEqualTo("brin btree");
        assertThat(PostgresServer.query(target, "SELECT string_agg(action, ' ' ORDER BY id) FROM tick_partition_log"))
                .isEqualTo("CREATED CREATED CLOSED");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(contype::text || conname, ' ') FROM pg_constraint"
                                + " WHERE conrelid = 'ticks_20240808'::regclass AND contype = 'c'"))
                .isEqualTo("cticks_shape");
    }

    @Test
    void shouldTakeLateRowsIntoAClosedDayAndSortThemInWhenClosedAgain(DatabaseTarget target) throws SQLException {
        fill(target, 500);
        try (Connection connection = PostgresServer.connect(target)) {
            PartitionKeeper keeper = new PartitionKeeper(connection);
            keeper.close(DAY_ONE);
            fill(target, 300);
            String before = PostgresServer.query(target, DIGEST);
            assertThat(keeper.close(DAY_ONE).rows()).isEqualTo(PostgresServer.count(target, "ticks_20240808"));
            assertThat(PostgresServer.query(target, DIGEST)).isEqualTo(before);
        }
        assertThat(PostgresServer.query(
                        target,
                        "SELECT closed_rows = (SELECT count(*) FROM ticks_20240808)"
                                + " FROM tick_partitions WHERE day = '2024-08-08'"))
                .isEqualTo("t");
        assertThat(PostgresServer.query(target, TABLES)).isEqualTo("ticks_20240808 ticks_20240809");
    }

    @ParameterizedTest
    @ValueSource(strings = {ONE_INSTRUMENT, "SELECT count(*) FROM ticks_20240808"})
    void shouldLetOthersReadAndWriteWhileItWaitsForALongReader(String query, DatabaseTarget target) throws Exception {
        fill(target, 2_000);
        String before = PostgresServer.query(target, DIGEST);
        try (Connection longReader = PostgresServer.connect(target);
                Statement reading = longReader.createStatement()) {
            longReader.setAutoCommit(false);
            reading.execute(query);
            CompletableFuture<ClosedDay> closing = CompletableFuture.supplyAsync(() -> closeDay(target));
            awaitSorted(target);
            for (int i = 0; i < 5; i++) {
                long startNs = System.nanoTime();
                assertThat(PostgresServer.query(target, DIGEST)).isEqualTo(before);
                assertThat(elapsedMs(startNs)).as("ms a reader waited").isLessThan(2_000);
            }
            assertThat(closing).isNotDone();
            longReader.commit();
            assertThat(closing.get(60, TimeUnit.SECONDS).rows()).isPositive();
        }
        assertThat(PostgresServer.query(target, DIGEST)).isEqualTo(before);
    }

    @Test
    void shouldNotCareForWhatOthersDoWithOtherDays(DatabaseTarget target) throws SQLException {
        fill(target, 500);
        try (Connection other = PostgresServer.connect(target);
                Statement using = other.createStatement();
                Connection connection = PostgresServer.connect(target)) {
            other.setAutoCommit(false);
            // As autovacuum does, and as an archiver that stores ticks of that day.
            using.execute("LOCK TABLE ticks_20240809 IN SHARE UPDATE EXCLUSIVE MODE");
            using.execute("LOCK TABLE ticks_20240809 IN ROW EXCLUSIVE MODE");
            assertThat(new PartitionKeeper(connection).close(DAY_ONE).rows()).isPositive();
            assertThat(PostgresServer.query(target, "SELECT action FROM retain_ticks('2024-08-09', false)"))
                    .isEqualTo("DROPPED");
            other.rollback();
        }
        assertThat(PostgresServer.query(target, TABLES)).isEqualTo("ticks_20240809");
    }

    private static long elapsedMs(long startNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    private static ClosedDay closeDay(DatabaseTarget target) {
        try (Connection connection = PostgresServer.connect(target)) {
            return new PartitionKeeper(connection).close(DAY_ONE);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The copy is not visible before the end; the lock that it is waited for is. */
    private static void awaitSorted(DatabaseTarget target) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!"t"
                .equals(PostgresServer.query(
                        target,
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE relation IN ('ticks'::regclass, 'ticks_20240808'::regclass)"
                                + " AND mode = 'AccessExclusiveLock'"
                                + " AND NOT granted)"))) {
            assertThat(System.nanoTime()).as("closing asks for the table").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void shouldOnlyTellWhatARetentionWouldDo(DatabaseTarget target) throws SQLException {
        fill(target, 300);
        String before = PostgresServer.query(target, DIGEST);
        try (Connection connection = PostgresServer.connect(target)) {
            List<RemovedDay> days = new PartitionKeeper(connection).retain(LocalDate.of(2024, 8, 10), true, false);
            assertThat(days).extracting(RemovedDay::day).containsExactly(DAY_ONE, DAY_TWO);
            assertThat(days).extracting(RemovedDay::action).containsOnly("WOULD DROP");
            assertThatThrownBy(() -> new PartitionKeeper(connection).retain(LocalDate.of(9999, 1, 1), true, false))
                    .hasMessageContaining("ticks can be removed up to today, not before 9999-01-01");
        }
        assertThat(PostgresServer.query(target, DIGEST)).isEqualTo(before);
    }

    @Test
    void shouldDropOldDaysAndTakeALateRowOfThemAllTheSame(DatabaseTarget target) throws SQLException {
        fill(target, 300);
        String bars = "SELECT count(*) || ' ' || sum(trade_count) FROM tick_bars";
        try (Connection connection = PostgresServer.connect(target)) {
            PartitionKeeper keeper = new PartitionKeeper(connection);
            keeper.refreshBars(1, Long.MAX_VALUE / 2);
            String barsBefore = PostgresServer.query(target, bars);
            List<RemovedDay> days = keeper.retain(DAY_TWO, false, false);
            assertThat(days).extracting(RemovedDay::table).containsExactly("ticks_20240808");
            assertThat(days).extracting(RemovedDay::action).containsExactly("DROPPED");
            assertThat(PostgresServer.query(target, bars)).isEqualTo(barsBefore);
            assertThat(PostgresServer.query(target, TABLES)).isEqualTo("ticks_20240809");
            fill(target, 300);
            assertThat(PostgresServer.query(target, TABLES)).isEqualTo("ticks_20240808 ticks_20240809");
            assertThat(keeper.retain(DAY_TWO, false, true))
                    .extracting(RemovedDay::action)
                    .containsExactly("DETACHED");
        }
        assertThat(PostgresServer.query(target, TABLES)).isEqualTo("ticks_20240808_detached ticks_20240809");
        assertThat(PostgresServer.query(
                        target, "SELECT string_agg(day || ' ' || action, ', ' ORDER BY id) FROM tick_partition_log"))
                .isEqualTo(
                        "2024-08-08 CREATED, 2024-08-09 CREATED, 2024-08-08 DROPPED, 2024-08-08 CREATED, 2024-08-08 DETACHED");
    }

    @Test
    void shouldEndARetentionThatWasBrokenOff(DatabaseTarget target) throws SQLException {
        fill(target, 300);
        try (Connection reader = PostgresServer.connect(target);
                Connection connection = PostgresServer.connect(target);
                Statement statement = connection.createStatement()) {
            reader.setAutoCommit(false);
            // Of another day: it has the table, but not the partition.
            reader.createStatement().execute(ONE_INSTRUMENT.replace("08-08", "08-09"));
            statement.execute("SET statement_timeout = '300ms'");
            PartitionKeeper keeper = new PartitionKeeper(connection);
            assertThatThrownBy(() -> keeper.retain(DAY_TWO, false, false)).hasMessageContaining("statement timeout");
            reader.commit();
            statement.execute("RESET statement_timeout");
            assertThat(PostgresServer.query(
                            target, "SELECT detach_pending FROM tick_partitions WHERE day = '2024-08-08'"))
                    .isEqualTo("t");
            assertThat(keeper.retain(DAY_TWO, false, false))
                    .extracting(RemovedDay::action)
                    .containsExactly("DROPPED");
        }
        assertThat(PostgresServer.query(target, TABLES)).isEqualTo("ticks_20240809");
    }

    @Test
    void shouldGiveADayItsNameBackWhenARetentionWasBrokenOffBeforeIt(DatabaseTarget target) throws SQLException {
        fill(target, 300);
        String before = PostgresServer.query(target, DIGEST);
        PostgresServer.execute(target, "SELECT begin_tick_removal('2024-08-08')");
        assertThat(PostgresServer.query(target, TABLES)).isEqualTo("ticks_20240808_detached ticks_20240809");
        assertThat(PostgresServer.query(target, DIGEST)).isEqualTo(before);
        PostgresServer.execute(target, "SELECT ensure_tick_partition('2024-08-08')");
        assertThat(PostgresServer.query(target, TABLES)).isEqualTo("ticks_20240808 ticks_20240809");
        assertThat(PostgresServer.query(target, DIGEST)).isEqualTo(before);
    }

    @Test
    void shouldDoTheSameInSqlAlone(DatabaseTarget target) throws SQLException {
        fill(target, 300);
        assertThat(PostgresServer.query(
                        target, "SELECT string_agg(day || ' ' || action, ', ') FROM retain_ticks('2024-08-10')"))
                .isEqualTo("2024-08-08 WOULD DROP, 2024-08-09 WOULD DROP");
        assertThat(PostgresServer.query(
                        target, "SELECT string_agg(day || ' ' || action, ', ') FROM retain_ticks('2024-08-09', false)"))
                .isEqualTo("2024-08-08 DROPPED");
        assertThat(PostgresServer.query(target, TABLES)).isEqualTo("ticks_20240809");
    }

    @Test
    void shouldLetARoleWriteToAPartitionAsToTheTable(DatabaseTarget target) throws SQLException {
        // Roles belong to the server, which other tests share.
        PostgresServer.execute(
                target,
                "DO $$ BEGIN CREATE ROLE tick_writer; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "GRANT SELECT, INSERT ON ticks TO tick_writer");
        fill(target, 10);
        String rights = "SELECT has_table_privilege('tick_writer', 'ticks_20240808', 'INSERT')"
                + " AND NOT has_table_privilege('tick_writer', 'ticks_20240808', 'DELETE')";
        assertThat(PostgresServer.query(target, rights)).isEqualTo("t");
        PostgresServer.execute(target, "SELECT close_tick_partition('2024-08-08')");
        assertThat(PostgresServer.query(target, rights)).isEqualTo("t");
        try (Connection writer = PostgresServer.connectAs(target, "tick_writer");
                Statement statement = writer.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT retain_ticks('2024-08-09', false)"))
                    .hasMessageContaining("permission denied for function retain_ticks");
        }
    }

    @Test
    void shouldSummarizeTheRangesOfOpenDays(DatabaseTarget target) throws SQLException {
        fill(target, 6_000);
        try (Connection connection = PostgresServer.connect(target)) {
            PartitionKeeper keeper = new PartitionKeeper(connection);
            assertThat(keeper.summarizeOpenDays()).isPositive();
            assertThat(keeper.summarizeOpenDays()).isZero();
        }
    }

    @Test
    void shouldSayWhichDayIsNotThere(DatabaseTarget target) throws SQLException {
        try (Connection connection = PostgresServer.connect(target)) {
            assertThatThrownBy(() -> new PartitionKeeper(connection).close(DAY_ONE))
                    .hasMessageContaining("ticks has no partition for 2024-08-08");
        }
    }

    /** Ticks of three instruments over both days, half of them trades. */
    private void fill(DatabaseTarget target, int count) throws SQLException {
        Random random = new Random(sequence);
        if (sequence == 0) {
            TickHistory.define(target, 1, 3);
        }
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ticks.add(new Tick(
                    1,
                    1 + random.nextInt(3),
                    ++sequence,
                    TickHistory.DAY_ONE_NS + i * (2 * TickHistory.DAY_NS / count),
                    random.nextBoolean(),
                    BigDecimal.valueOf(10_000 + random.nextInt(100), 2),
                    BigDecimal.valueOf(1 + random.nextInt(5_000), 3)));
        }
        TickHistory.store(target, ticks);
    }

    private static String plan(DatabaseTarget target, String sql) throws SQLException {
        return String.join("\n", Plans.of(target, sql));
    }
}
