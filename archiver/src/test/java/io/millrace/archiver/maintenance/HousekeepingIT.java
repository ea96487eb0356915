package io.millrace.archiver.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.PartitionKeeper.ClosedDay;
import io.millrace.archiver.schema.PartitionKeeper.RemovedDay;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class HousekeepingIT {
    private static final LocalDate DAY = LocalDate.of(2024, 1, 1);

    @Test
    @Covers({"S1-114", "S1-069"})
    void shouldRemoveSessionsWhoseTimeIsOverAndNoOthers(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO auth_sessions (service_type, access_token, expires_at) VALUES ('kite', 'a', now() + interval '1 hour'),"
                        + " ('breeze', 'b', now() + interval '1 ms')",
                "SELECT pg_sleep(0.01)");
        assertThat(Housekeeping.cleanupSessions(target)).isEqualTo(1);
        assertThat(PostgresServer.query(target, "SELECT service_type FROM auth_sessions"))
                .isEqualTo("kite");
        assertThat(Housekeeping.cleanupSessions(target)).isZero();
    }

    @Test
    @Covers({"S1-117", "S1-074"})
    void shouldRemoveJobsThatEndedLongAgoAndNoOthers(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO background_jobs (job_type, status, created_at, started_at, finished_at, error_message) VALUES"
                        + " ('backtest', 'completed', now() - interval '9 d', now() - interval '9 d', now() - interval '8 d', NULL),"
                        + " ('backtest', 'failed', now() - interval '9 d', now() - interval '9 d', now() - interval '8 d', 'x'),"
                        + " ('backtest', 'completed', now() - interval '9 d', now() - interval '9 d', now() - interval '6 d', NULL),"
                        + " ('backtest', 'running', now() - interval '90 d', now() - interval '90 d', NULL, NULL),"
                        + " ('backtest', 'pending', now() - interval '90 d', NULL, NULL, NULL)");
        assertThat(Housekeeping.cleanupJobs(target, Duration.ofDays(7))).isEqualTo(2);
        assertThat(PostgresServer.count(target, "background_jobs")).isEqualTo(3);
        assertThat(Housekeeping.cleanupJobs(target, Duration.ZERO)).isEqualTo(1);
        assertThat(PostgresServer.query(target, "SELECT string_agg(status, ' ' ORDER BY status) FROM background_jobs"))
                .isEqualTo("pending running");
        assertThatThrownBy(() -> Housekeeping.cleanupJobs(target, Duration.ofDays(-1)))
                .isInstanceOf(ArchiverException.class)
                .hasMessageContaining("has to be 0 or more");
    }

    @Test
    @Covers("S1-118")
    void shouldTellHowNearInterfacesComeToTheirLimits(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO api_rate_limits (api_name, endpoint, request_count, request_limit, blocked_count, window_start, window_end)"
                        + " VALUES ('kite', '/quote', 90, 100, 3, now() - interval '2 min', now() - interval '1 min'),"
                        + " ('kite', '/quote', 10, 100, 0, now() - interval '3 min', now() - interval '2 min'),"
                        + " ('kite', '/old', 99, 100, 0, now() - interval '40 d', now() - interval '39 d'),"
                        + " ('free', '/x', 7, NULL, 0, now() - interval '2 min', now() - interval '1 min')");
        assertThat(Housekeeping.limits(target)).hasSize(2);
        assertThat(Housekeeping.limits(target).get(0))
                .containsEntry("endpoint", "/quote")
                .containsEntry("windows", 2L)
                .containsEntry("requests", 100L)
                .containsEntry("peak_requests", 90)
                .containsEntry("tight_windows", 1L)
                .containsEntry("blocked", 3L)
                .satisfies(row -> assertThat(row.get("peak_share")).hasToString("0.900"));
        assertThat(Housekeeping.limits(target).get(1)).containsEntry("peak_share", null);
    }

    @Test
    @Covers("S1-119")
    void shouldTellHowOftenTheCacheAnswers(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO cache_entries (cache_key, cache_value, access_count, miss_count, expires_at) VALUES"
                        + " ('candles:BTC:1m', '1', 6, 1, NULL), ('candles:ETH:1m', '2', 0, 1, now() - interval '1 s'), ('x', '3', 0, 0, NULL)");
        assertThat(Housekeeping.cache(target)).hasSize(2);
        assertThat(Housekeeping.cache(target).get(0))
                .containsEntry("key_group", "candles")
                .containsEntry("entries", 2L)
                .containsEntry("expired", 1L)
                .containsEntry("never_used", 1L)
                .containsEntry("hits", 6L)
                .containsEntry("misses", 2L)
                .satisfies(row -> assertThat(row.get("hit_rate")).hasToString("0.7500"));
        assertThat(Housekeeping.cache(target).get(1)).containsEntry("hit_rate", null);
    }

    @Test
    @Covers("S1-115")
    void shouldTellTheStateOfTheComponentsTheSickFirst(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "INSERT INTO system_health (component, status, response_time_ms, error_count, checked_at) VALUES"
                        + " ('archiver', 'healthy', 5, 0, now()), ('database', 'healthy', 9, 0, now() - interval '2 h'),"
                        + " ('database', 'unhealthy', 70, 2, now() - interval '1 h'), ('database', 'unhealthy', 1, 5, now() - interval '3 d')");
        assertThat(Housekeeping.health(target)).hasSize(2);
        assertThat(Housekeeping.health(target).get(0))
                .containsEntry("component", "database")
                .containsEntry("status", "unhealthy")
                .containsEntry("checks", 2L)
                .containsEntry("not_healthy", 1L)
                .containsEntry("errors", 2L)
                .containsEntry("slowest_ms", 70.0);
    }

    @Test
    @Covers("S0-077")
    void shouldCloseAndRemoveDaysOfTicks(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "SELECT ensure_tick_partition('2024-01-01'), ensure_tick_partition('2024-01-02')",
                "INSERT INTO ticks (event_time, engine_id, sequence, event_time_ns, instrument_id, feed_id, feed_position, receive_time_ns,"
                        + " kind, price, quantity, aggressor, suspicious) SELECT timestamptz '2024-01-01 UTC' + i * interval '1 s', 1, i, i,"
                        + " 1, 1, i, i, 'TRADE', 1, 1, 'BUYER', false FROM generate_series(1, 100) i");
        Instant noon = Instant.parse("2024-01-02T12:00:00Z");
        assertThat(Housekeeping.openDays(target, noon)).containsExactly(DAY);
        assertThat(Housekeeping.closeDays(target, noon, (day, number, count) -> {}))
                .singleElement()
                .extracting(ClosedDay::rows)
                .isEqualTo(100L);
        assertThat(Housekeeping.openDays(target, noon)).isEmpty();
        assertThat(Housekeeping.retainTicks(target, DAY.plusDays(1), true, false))
                .extracting(RemovedDay::action)
                .containsExactly("WOULD DROP");
        assertThat(PostgresServer.count(target, "ticks")).isEqualTo(100);
        assertThat(Housekeeping.retainTicks(target, DAY.plusDays(1), false, false))
                .extracting(RemovedDay::action)
                .containsExactly("DROPPED");
        assertThat(PostgresServer.count(target, "ticks")).isZero();
    }
}
