package io.millrace.archiver.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.TickHistory;
import io.millrace.archiver.testing.TickHistory.Candle;
import io.millrace.archiver.testing.TickHistory.Tick;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Candles are those of the trades themselves, whatever is in bars already, closed, late or cut by the range. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class CandlesPropertyIT {
    private static final int ENGINES = 2;
    private static final int INSTRUMENTS = 3;
    private static final int STEPS = 8;
    private static final int TICKS_PER_STEP = 400;
    private static final List<Duration> INTERVALS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(90),
            Duration.ofMinutes(1),
            Duration.ofMinutes(7),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(5),
            Duration.ofDays(1),
            Duration.ofDays(2));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldBeThoseOfTheTrades(long seed, DatabaseTarget target) throws SQLException {
        Random random = new Random(seed);
        List<Tick> all = new ArrayList<>();
        for (int engine = 1; engine <= ENGINES; engine++) {
            TickHistory.define(target, engine, INSTRUMENTS);
        }
        try (Connection connection = PostgresServer.connect(target)) {
            for (int step = 0; step < STEPS; step++) {
                List<Tick> more = ticks(random, step, all.size());
                TickHistory.store(target, more);
                all.addAll(more);
                if (random.nextBoolean()) {
                    // Seldom all of it, so that bars end in the middle of a bar.
                    int engine = 1 + random.nextInt(ENGINES);
                    execute(connection, "SELECT refresh_tick_bars(?, ?)", engine, random.nextLong(1, 700));
                }
                if (random.nextInt(3) == 0) {
                    execute(connection, "SELECT close_tick_partition(min(day)) FROM tick_partitions");
                }
                for (int i = 0; i < 12; i++) {
                    compare(connection, random, all, "seed " + seed + ", step " + step + ", query " + i);
                }
            }
        }
    }

    /** Time goes forward by and large, and back now and then by minutes or by a day; some share their nanosecond. */
    private static List<Tick> ticks(Random random, int step, int before) {
        List<Tick> ticks = new ArrayList<>();
        long timeNs = TickHistory.DAY_ONE_NS + step * 9L * 3_600_000_000_000L;
        for (int i = 0; i < TICKS_PER_STEP; i++) {
            timeNs += random.nextInt(4) == 0 ? 0 : random.nextLong(120_000_000_000L);
            long lateNs = random.nextInt(30) == 0 ? random.nextLong(2 * TickHistory.DAY_NS) : 0;
            ticks.add(new Tick(
                    1 + random.nextInt(ENGINES),
                    1 + random.nextInt(INSTRUMENTS),
                    before + i + 1,
                    timeNs - lateNs,
                    random.nextInt(4) != 0,
                    BigDecimal.valueOf(9_000 + random.nextInt(2_000), 2),
                    BigDecimal.valueOf(random.nextInt(5_000), 3)));
        }
        return ticks;
    }

    private static void compare(Connection connection, Random random, List<Tick> ticks, String what)
            throws SQLException {
        int engine = 1 + random.nextInt(ENGINES);
        int instrument = 1 + random.nextInt(INSTRUMENTS);
        Duration interval = INTERVALS.get(random.nextInt(INTERVALS.size()));
        Instant alignedTo = random.nextInt(3) == 0 ? TickHistory.dayOne("09:15") : Instant.EPOCH;
        Instant from = moment(random, random.nextLong(3 * TickHistory.DAY_NS));
        Instant to = random.nextInt(4) == 0
                ? from.plus(interval)
                : from.plusNanos(1_000 * random.nextLong(1, 4 * TickHistory.DAY_NS / 1_000));
        if (Duration.between(from, to).dividedBy(interval) > 400_000) {
            to = from.plusSeconds(100_000);
        }
        long intervalNs = interval.toNanos();
        List<Candle> expected = TickHistory.candles(
                ticks, engine, instrument, intervalNs, TickHistory.nanos(alignedTo) % intervalNs, from, to);
        String call = what + ": engine " + engine + ", S" + instrument + ", " + interval + ", " + from + " to " + to
                + ", aligned to " + alignedTo;
        List<Candle> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT open_time_ns, open, high, low, close, volume, vwap, trade_count, open_time"
                        + " FROM candles(?, ?::interval, ?, ?, ?, ?, NULL, ?)")) {
            statement.setString(1, "S" + instrument);
            statement.setString(2, interval.toString());
            statement.setObject(3, from.atOffset(ZoneOffset.UTC));
            statement.setObject(4, to.atOffset(ZoneOffset.UTC));
            statement.setString(5, random.nextBoolean() ? "auto" : "ticks");
            statement.setInt(6, engine);
            statement.setObject(7, alignedTo.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int at = found.size();
                    assertThat(TickHistory.nanos(row.getTimestamp(9).toInstant()))
                            .isEqualTo(row.getLong(1));
                    BigDecimal notional =
                            at < expected.size() ? expected.get(at).notional() : BigDecimal.ZERO;
                    checkVwap(row.getBigDecimal(7), row.getBigDecimal(6), notional, call);
                    found.add(new Candle(
                            row.getLong(1),
                            row.getBigDecimal(2),
                            row.getBigDecimal(3),
                            row.getBigDecimal(4),
                            row.getBigDecimal(5),
                            row.getBigDecimal(6),
                            notional,
                            row.getLong(8)));
                }
            }
        }
        assertThat(found)
                .as(call)
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(expected);
    }

    private static void checkVwap(BigDecimal vwap, BigDecimal volume, BigDecimal notional, String call) {
        if (volume.signum() == 0) {
            assertThat(vwap).as(call).isNull();
        } else {
            assertThat(vwap.subtract(notional.divide(volume, 12, RoundingMode.HALF_UP))
                            .abs())
                    .as(call)
                    .isLessThan(new BigDecimal("1e-9"));
        }
    }

    private static Instant moment(Random random, long spanNs) {
        Instant moment = TickHistory.dayOne("00:00").plusNanos(spanNs / 1_000 * 1_000);
        return switch (random.nextInt(3)) {
            case 0 -> moment.truncatedTo(java.time.temporal.ChronoUnit.HOURS);
            case 1 -> moment.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
            default -> moment;
        };
    }

    private static void execute(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            statement.execute();
        }
    }
}
