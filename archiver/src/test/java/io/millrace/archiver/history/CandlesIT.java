package io.millrace.archiver.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.TickHistory;
import io.millrace.archiver.testing.TickHistory.Tick;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where candles come from, what they refuse, and that they read no more than they need. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
@Covers({"S3-045", "S3-051", "S3-056"})
class CandlesIT {
    private static final String ALL =
            "SELECT string_agg(concat_ws(' ', to_char(open_time AT TIME ZONE 'UTC', 'DD HH24:MI'),"
                    + " open, high, low, close, volume, round(vwap, 4), trade_count), ', ' ORDER BY open_time) FROM ";

    private long sequence;

    @Test
    void shouldTakeTheLargestStoredBarsThatFit(DatabaseTarget target) {
        TickHistory.define(target, 1, 1);
        bars(target, "1m", 60, 120);
        // Told apart by their volume: an hour of 5m bars is not an hour of 1m bars here.
        bars(target, "5m", 300, 24);
        PostgresServer.execute(target, "UPDATE prices SET volume = 100 WHERE timeframe = '5m'");
        assertThat(query(target, "candles('S1', '1 hour', '2024-08-08', '2024-08-08 02:00+00')"))
                .isEqualTo("08 00:00 100 105 95 101 1200 12, 08 01:00 100 105 95 101 1200 12");
        assertThat(query(target, "candles('S1', '3 min', '2024-08-08', '2024-08-08 00:06+00')"))
                .isEqualTo("08 00:00 100 105 95 101 3 3, 08 00:03 100 105 95 101 3 3");
        // The edges by the smaller bars: 2 minutes, then 5 minutes, then 1 minute.
        assertThat(query(target, "candles('S1', '10 min', '2024-08-08 00:03+00', '2024-08-08 00:11+00')"))
                .isEqualTo("08 00:00 100 105 95 101 102 3, 08 00:10 100 105 95 101 1 1");
    }

    @Test
    void shouldTakeTicksFromTheirFirstDayOnAndBarsBefore(DatabaseTarget target) throws SQLException {
        TickHistory.define(target, 1, 1);
        bars(target, "1d", 86_400, 3);
        trade(target, "2024-08-10T10:00:00Z", 200);
        trade(target, "2024-08-11T10:00:00Z", 201);
        String call = "candles('S1', '1 day', '2024-08-08', '2024-08-12'";
        String expected =
                "08 00:00 100 105 95 101 1 1, 09 00:00 100 105 95 101 1 1, 10 00:00 200 200 200 200 2 200.0000 1,"
                        + " 11 00:00 201 201 201 201 2 201.0000 1";
        assertThat(query(target, call + ")")).isEqualTo(expected);
        PostgresServer.execute(target, "SELECT refresh_tick_bars(1)");
        assertThat(query(target, call + ")")).isEqualTo(expected);
        assertThat(query(target, call + ", 'ticks')"))
                .isEqualTo("10 00:00 200 200 200 200 2 200.0000 1, 11 00:00 201 201 201 201 2 201.0000 1");
        assertThat(query(target, call + ", 'prices')"))
                .isEqualTo("08 00:00 100 105 95 101 1 1, 09 00:00 100 105 95 101 1 1, 10 00:00 100 105 95 101 1 1");
    }

    @Test
    void shouldPreferTheBarOfTheEngineToThatOfTheVenue(DatabaseTarget target) {
        TickHistory.define(target, 1, 1);
        bars(target, "1m", 60, 1);
        bars(target, "1m", 60, 1);
        PostgresServer.execute(target, "UPDATE prices SET source = 'EXTERNAL', volume = 77 WHERE sequence = 2");
        assertThat(query(target, "candles('S1', '1 min', '2024-08-08', '2024-08-09')"))
                .isEqualTo("08 00:00 100 105 95 101 1 1");
    }

    @Test
    void shouldKeepCandlesOfDaysWhoseTicksAreGone(DatabaseTarget target) throws SQLException {
        TickHistory.define(target, 1, 1);
        trade(target, "2024-08-08T10:00:30Z", 200);
        trade(target, "2024-08-08T10:00:40Z", 210);
        PostgresServer.execute(target, "SELECT refresh_tick_bars(1)", "SELECT retain_ticks('2024-08-09', false)");
        assertThat(query(target, "candles('S1', '1 min', '2024-08-08', '2024-08-09')"))
                .isEqualTo("08 10:00 200 210 200 210 4 205.0000 2");
    }

    @Test
    void shouldSayWhatIsWrong(DatabaseTarget target) {
        TickHistory.define(target, 1, 1);
        TickHistory.define(target, 2, 1);
        refused(target, "'S9', '1 min', '2024-08-08', '2024-08-09'", "no instrument \"S9\"");
        refused(target, "'S1', '1 min', '2024-08-08', '2024-08-09', engine => 3", "no instrument \"S1\" in engine 3");
        refused(
                target,
                "'S1', '1 min', '2024-08-08', '2024-08-09'",
                "instrument \"S1\" is there 2 times (engine 1 venue \"TEST\", engine 2 venue \"TEST\"): name engine or venue");
        refused(target, "'S1', '1 month', '2024-08-08', '2024-08-09'", "months have no fixed length");
        refused(target, "'S1', '-1 min', '2024-08-08', '2024-08-09'", "must be between 1 microsecond and 3660 days");
        refused(target, "'S1', '1 min', '2024-08-09', '2024-08-08'", "from must be before to");
        refused(target, "'S1', '1 min', '2024-08-09', 'infinity'", "both finite");
        refused(target, "'S1', '1 ms', '2024-08-08', '2024-08-09'", "more than 1,000,000, ask for less at a time");
        refused(
                target,
                "'S1', '1 min', '2024-08-08', '2024-08-09', 'magic'",
                "candle source \"magic\": must be auto, ticks or prices");
        refused(target, "NULL, '1 min', '2024-08-08', '2024-08-09'", "candles need symbol, interval, from and to");
    }

    @Test
    @Covers("S2-108")
    void shouldLookAtOneDayAndByIndexOnly(DatabaseTarget target) throws SQLException {
        TickHistory.define(target, 1, 2);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            ticks.add(tick(TickHistory.DAY_ONE_NS + i * (5 * TickHistory.DAY_NS / 5_000), 100 + i % 7));
        }
        TickHistory.store(target, ticks);
        PostgresServer.execute(target, "SELECT refresh_tick_bars(1)");
        for (int day = 8; day < 13; day++) {
            PostgresServer.execute(target, String.format("SELECT close_tick_partition('2024-08-%02d')", day));
        }
        List<String> plan = Plans.of(target, "SELECT * FROM candles('S1', '1 min', '2024-08-09', '2024-08-10')");
        assertThat(plan)
                .anySatisfy(line -> assertThat(line).contains("Index Scan using tick_bars_pkey"))
                .anySatisfy(line -> assertThat(line).contains("ticks_20240809_instrument_time_idx", "never executed"))
                .noneSatisfy(line -> assertThat(line).containsPattern("ticks_2024081|ticks_20240808"))
                .noneSatisfy(line -> assertThat(line).contains("Seq Scan"));
        assertThat(Plans.of(target, "SELECT * FROM ticks_page('S1', '2024-08-09 01:00+00', '2024-08-09 02:00+00')"))
                .anySatisfy(line -> assertThat(line).contains("ticks_20240809_instrument_time_idx"))
                .noneSatisfy(line -> assertThat(line).containsPattern("ticks_2024081|ticks_20240808"));
    }

    @Test
    @Covers("S2-109")
    void shouldGiveTicksPageByPage(DatabaseTarget target) throws SQLException {
        TickHistory.define(target, 1, 1);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ticks.add(tick(TickHistory.DAY_ONE_NS + i / 4 * 300L, 100));
        }
        TickHistory.store(target, ticks);
        String last = "-1, 0";
        for (int page = 0; page < 6; page++) {
            String rows = PostgresServer.query(
                    target,
                    "SELECT string_agg(sequence::text, ' ') || ';' || max(event_time_ns) || ', ' || max(sequence) FROM ticks_page('S1',"
                            + " '2024-08-08', '2024-08-09', 7, NULL, " + last + ")");
            List<String> expected = new ArrayList<>();
            for (int i = page * 7; i < Math.min(40, page * 7 + 7); i++) {
                expected.add(Integer.toString(i + 1));
            }
            assertThat(rows.substring(0, rows.indexOf(';'))).isEqualTo(String.join(" ", expected));
            last = rows.substring(rows.indexOf(';') + 1);
        }
    }

    private void bars(DatabaseTarget target, String timeframe, int seconds, int count) {
        PostgresServer.execute(
                target,
                "INSERT INTO prices (event_time, event_time_ns, open_time, open_time_ns, sequence, interval_ns, trade_count, engine_id,"
                        + " instrument_id, volume_saturated, symbol, timeframe, source, open, high, low, close, volume)"
                        + " SELECT at, 0, at, (extract(epoch FROM at) * 1000000000)::bigint, " + sequence + " + i, "
                        + seconds
                        + " * 1000000000::bigint, 1, 1, 1, false, 'S1', '" + timeframe
                        + "', 'TRADES', 100, 105, 95, 101, 1"
                        + " FROM generate_series(1, " + count + ") i"
                        + " CROSS JOIN LATERAL (SELECT timestamptz '2024-08-08 00:00+00' + (i - 1) * interval '"
                        + seconds
                        + " seconds' AS at) t");
        sequence += count;
    }

    private void trade(DatabaseTarget target, String at, long price) throws SQLException {
        TickHistory.store(target, List.of(tick(TickHistory.nanos(java.time.Instant.parse(at)), price)));
    }

    private Tick tick(long timeNs, long price) {
        return new Tick(1, 1, ++sequence, timeNs, true, BigDecimal.valueOf(price), BigDecimal.valueOf(2));
    }

    private static String query(DatabaseTarget target, String from) {
        return PostgresServer.query(target, ALL + from);
    }

    private static void refused(DatabaseTarget target, String arguments, String message) {
        assertThatThrownBy(() -> query(target, "candles(" + arguments + ")")).hasMessageContaining(message);
    }
}
