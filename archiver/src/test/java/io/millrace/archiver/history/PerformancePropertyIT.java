package io.millrace.archiver.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SignalHistory;
import io.millrace.archiver.testing.SignalHistory.Outcome;
import io.millrace.archiver.testing.SignalHistory.Signal;
import io.millrace.archiver.testing.TickHistory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of signals are those of the signals themselves, however far the daily counts are and whenever outcomes come. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
@Covers({"S3-017", "S3-032", "S3-033", "S3-034", "S3-035", "S3-036", "S3-054", "S3-058"})
class PerformancePropertyIT {
    private static final List<String> RESULTS = List.of("WIN", "WIN", "LOSS", "BREAKEVEN", "EXPIRED");
    private static final int ENGINES = 2;

    /** Signals of applications: no archive position speaks for them. */
    private static final int APPLICATIONS = 0;

    private static final int STEPS = 8;

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void shouldBeThoseOfTheSignals(long seed, DatabaseTarget target) throws SQLException {
        Random random = new Random(seed);
        List<Signal> signals = new ArrayList<>();
        for (int engine = 1; engine <= ENGINES; engine++) {
            TickHistory.define(target, engine, 3);
        }
        long[] sequences = new long[ENGINES + 1];
        try (Connection connection = PostgresServer.connect(target)) {
            for (int step = 0; step < STEPS; step++) {
                connection.setAutoCommit(false);
                arrive(connection, random, signals, sequences, step);
                connection.commit();
                connection.setAutoCommit(true);
                if (random.nextBoolean()) {
                    SignalHistory.execute(connection, "SELECT refresh_signal_days(?)", 1 + random.nextInt(ENGINES));
                }
                for (int i = 0; i < 6; i++) {
                    Instant from = Instant.EPOCH.plusNanos(TickHistory.DAY_ONE_NS + step(random) / 1000 * 1000);
                    Instant to = from.plusNanos(1000 + step(random) / 1000 * 1000);
                    compare(connection, signals, random, from, to, "seed " + seed + ", step " + step + ", query " + i);
                }
            }
        }
    }

    /** Whole days now and then, so that ends of ranges and of days meet. */
    private static long step(Random random) {
        return random.nextInt(3) == 0
                ? TickHistory.DAY_NS * random.nextInt(6)
                : random.nextLong(6 * TickHistory.DAY_NS);
    }

    private static void arrive(Connection connection, Random random, List<Signal> signals, long[] sequences, int step)
            throws SQLException {
        for (int i = 0; i < 60; i++) {
            int engine = APPLICATIONS + random.nextInt(1 + ENGINES);
            long timeNs = TickHistory.DAY_ONE_NS + step * TickHistory.DAY_NS / 2 + random.nextLong(TickHistory.DAY_NS);
            Signal signal = new Signal(
                    engine,
                    ++sequences[engine],
                    timeNs,
                    "S" + (1 + random.nextInt(3)),
                    random.nextBoolean() ? "cross" : "bands",
                    random.nextBoolean(),
                    random.nextInt(101) / 100.0,
                    riskReward(random),
                    new ArrayList<>());
            SignalHistory.store(connection, signal);
            signals.add(signal);
            // An outcome, of this one, an old one, or one that has had its outcome already.
            Signal ended = signals.get(random.nextInt(signals.size()));
            long closedNs = ended.timeNs() + random.nextLong(TickHistory.DAY_NS);
            SignalHistory.store(
                    connection,
                    ended,
                    new Outcome(
                            ++sequences[ended.engine()],
                            closedNs,
                            RESULTS.get(random.nextInt(RESULTS.size())),
                            BigDecimal.valueOf(random.nextInt(40_000) - 20_000, 2)));
        }
        for (int engine = 1; engine <= ENGINES; engine++) {
            SignalHistory.archived(connection, engine, sequences[engine]);
        }
    }

    private static Double riskReward(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> null;
            case 1 -> Double.POSITIVE_INFINITY;
            default -> 0.5 + random.nextInt(8) / 4.0;
        };
    }

    private static void compare(
            Connection connection, List<Signal> all, Random random, Instant from, Instant to, String what)
            throws SQLException {
        String symbol = random.nextBoolean() ? "S" + (1 + random.nextInt(3)) : null;
        Integer engine = random.nextInt(3) == 0 ? APPLICATIONS + random.nextInt(1 + ENGINES) : null;
        List<Signal> signals = all.stream()
                .filter(s -> s.timeNs() / 1000 >= TickHistory.nanos(from) / 1000
                        && s.timeNs() / 1000 < TickHistory.nanos(to) / 1000)
                .filter(s -> symbol == null || s.symbol().equals(symbol))
                .toList();
        String call = what + ": " + from + " to " + to + ", " + symbol + ", engine " + engine;
        List<Signal> ofEngine = signals.stream()
                .filter(s -> engine == null || s.engine() == engine)
                .toList();
        assertThat(query(connection, "SELECT * FROM performance_between(?, ?, ?, ?)", from, to, symbol, engine))
                .as(call)
                .containsExactly(statistics(ofEngine, from, to));
        Map<LocalDate, List<Signal>> byDay =
                ofEngine.stream().collect(Collectors.groupingBy(Signal::day, TreeMap::new, Collectors.toList()));
        List<List<Object>> days =
                query(connection, "SELECT * FROM performance_by_day(?, ?, ?, ?)", from, to, symbol, engine);
        assertThat(days).as(call).hasSameSizeAs(byDay.keySet());
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal highest = BigDecimal.ZERO;
        int i = 0;
        for (Map.Entry<LocalDate, List<Signal>> day : byDay.entrySet()) {
            sum = sum.add(profit(day.getValue()));
            highest = highest.max(sum);
            assertThat(days.get(i++))
                    .as(call)
                    .containsExactly(
                            java.sql.Date.valueOf(day.getKey()).toString(),
                            (long) day.getValue().size(),
                            count(day.getValue(), "WIN"),
                            count(day.getValue(), "LOSS"),
                            winRate(day.getValue()),
                            plain(profit(day.getValue())),
                            plain(sum),
                            plain(sum.subtract(highest)),
                            average(day.getValue()));
        }
        Map<String, List<Signal>> byPattern = signals.stream()
                .collect(Collectors.groupingBy(s -> s.rule() + " " + s.symbol() + " " + (s.buy() ? "BUY" : "SELL")));
        byPattern.values().removeIf(each -> count(each, "WIN") + count(each, "LOSS") < 2 || symbol != null);
        if (symbol == null) {
            List<List<Object>> patterns = query(
                    connection,
                    "SELECT rule || ' ' || symbol || ' ' || signal_type, total_signals, wins, losses, win_rate, total_pnl"
                            + " FROM performance_by_pattern(?, ?, 2)",
                    from,
                    to);
            assertThat(patterns)
                    .as(call)
                    .containsExactlyInAnyOrderElementsOf(byPattern.entrySet().stream()
                            .map(e -> row(
                                    e.getKey(),
                                    (long) e.getValue().size(),
                                    count(e.getValue(), "WIN"),
                                    count(e.getValue(), "LOSS"),
                                    winRate(e.getValue()),
                                    plain(profit(e.getValue()))))
                            .toList());
        }
        assertThat(query(
                        connection,
                        "SELECT sum(total_signals)::bigint, sum(wins)::bigint, sum(total_pnl), bool_and(avg_confidence >= confidence_from"
                                + " AND avg_confidence <= confidence_to) FROM performance_by_confidence(?, ?, ?)",
                        from,
                        to,
                        symbol))
                .as(call)
                .containsExactly(
                        signals.isEmpty()
                                ? row(null, null, null, null)
                                : row((long) signals.size(), count(signals, "WIN"), plain(profit(signals)), true));
    }

    private static List<Object> statistics(List<Signal> signals, Instant from, Instant to) {
        BigDecimal gain = sum(signals, 1);
        BigDecimal loss = sum(signals, -1).negate();
        List<Signal> rewarded = signals.stream()
                .filter(s -> s.riskReward() != null && !s.riskReward().isInfinite())
                .toList();
        BigDecimal rewards =
                rewarded.stream().map(s -> BigDecimal.valueOf(s.riskReward())).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal spanNs = BigDecimal.valueOf(TickHistory.nanos(to) - TickHistory.nanos(from));
        return row(
                (long) signals.size(),
                count(signals, "WIN"),
                count(signals, "LOSS"),
                winRate(signals),
                plain(profit(signals)),
                average(signals),
                plain(BigDecimal.valueOf(signals.size())
                        .multiply(BigDecimal.valueOf(TickHistory.DAY_NS))
                        .divide(spanNs, 6, RoundingMode.HALF_UP)),
                count(signals, "BREAKEVEN"),
                count(signals, "EXPIRED"),
                loss.signum() == 0 || signals.isEmpty() ? null : plain(gain.divide(loss, 6, RoundingMode.HALF_UP)),
                rewarded.isEmpty()
                        ? null
                        : plain(rewards.divide(BigDecimal.valueOf(rewarded.size()), 6, RoundingMode.HALF_UP)));
    }

    private static BigDecimal sum(List<Signal> signals, int sign) {
        return signals.stream()
                .filter(s -> s.outcome() != null && s.outcome().profit().signum() == sign)
                .map(s -> s.outcome().profit())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal profit(List<Signal> signals) {
        return sum(signals, 1).add(sum(signals, -1));
    }

    private static long count(List<Signal> signals, String result) {
        return signals.stream()
                .filter(s -> s.outcome() != null && s.outcome().result().equals(result))
                .count();
    }

    private static Object winRate(List<Signal> signals) {
        long wins = count(signals, "WIN");
        long decided = wins + count(signals, "LOSS");
        return decided == 0
                ? null
                : plain(BigDecimal.valueOf(wins * 100).divide(BigDecimal.valueOf(decided), 2, RoundingMode.DOWN));
    }

    private static Object average(List<Signal> signals) {
        return signals.isEmpty()
                ? null
                : plain(signals.stream()
                        .map(s -> BigDecimal.valueOf(s.confidence()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(BigDecimal.valueOf(signals.size()), 6, RoundingMode.HALF_UP));
    }

    @Test
    @Covers({"S3-025..031"})
    void shouldGiveTheFiguresOfTheExample(DatabaseTarget target) throws SQLException {
        TickHistory.define(target, 1, 1);
        try (Connection connection = PostgresServer.connect(target)) {
            connection.setAutoCommit(false);
            long sequence = 0;
            for (int i = 0; i < 150; i++) {
                Signal signal = new Signal(
                        1,
                        ++sequence,
                        TickHistory.DAY_ONE_NS + i * (TickHistory.DAY_NS / 10),
                        "S1",
                        "cross",
                        true,
                        0.73);
                SignalHistory.store(connection, signal);
                if (i < 140) {
                    String result = i < 95 ? "WIN" : "LOSS";
                    BigDecimal profit = i < 95 ? new BigDecimal("20.50") : new BigDecimal("-15.50");
                    SignalHistory.store(
                            connection, signal, new Outcome(++sequence, signal.timeNs() + 1_000, result, profit));
                } else if (i < 145) {
                    SignalHistory.store(
                            connection,
                            signal,
                            new Outcome(++sequence, signal.timeNs() + 1_000, "EXPIRED", BigDecimal.ZERO));
                }
            }
            SignalHistory.archived(connection, 1, sequence);
            connection.commit();
        }
        String asOf = "'2024-08-08 00:00+00'::timestamptz + interval '28 days 20:18'";
        String query =
                "SELECT concat_ws(' ', total_signals, wins, losses, win_rate, total_pnl, avg_confidence, signals_per_day)"
                        + " FROM performance_statistics(29, " + asOf + ")";
        assertThat(PostgresServer.query(target, query)).isEqualTo("150 95 45 67.85 1250.00 0.730000 5.172414");
        PostgresServer.execute(target, "SELECT refresh_signal_days(1)");
        assertThat(PostgresServer.query(target, query)).isEqualTo("150 95 45 67.85 1250.00 0.730000 5.172414");
        assertThat(PostgresServer.query(target, "SELECT win_rate(0, 0) IS NULL AND win_rate(2, 1) = 66.66"))
                .isEqualTo("t");
        assertThatThrownBy(() -> PostgresServer.query(target, "SELECT total_signals FROM performance_statistics(0)"))
                .hasMessageContaining("performance of 0 days: must be 1 to 36500");
    }

    @Test
    @Covers("S3-035")
    void shouldTellHowLongSignalsTake(DatabaseTarget target) throws SQLException {
        TickHistory.define(target, 1, 1);
        try (Connection connection = PostgresServer.connect(target)) {
            for (int i = 1; i <= 3; i++) {
                Signal signal = new Signal(1, i, TickHistory.DAY_ONE_NS, "S1", "cross", true, 0.5);
                SignalHistory.store(connection, signal);
                if (i < 3) {
                    SignalHistory.store(
                            connection,
                            signal,
                            new Outcome(10 + i, signal.timeNs() + i * 60_000_000_000L, "WIN", BigDecimal.ONE));
                }
            }
        }
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(concat_ws(' ', result, signals, avg_holding, median_holding, shortest_holding,"
                                + " longest_holding, avg_validity, ordered), ', ')"
                                + " FROM signal_timing('2024-08-08', '2024-08-09')"))
                .isEqualTo("OPEN 1 01:00:00 0, WIN 2 00:01:30 00:01:30 00:01:00 00:02:00 01:00:00 0");
    }

    private static List<Object> row(Object... values) {
        return java.util.Arrays.asList(values);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static List<List<Object>> query(Connection connection, String sql, Object... arguments)
            throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(
                        i + 1,
                        arguments[i] instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : arguments[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    List<Object> values = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        Object value = row.getObject(i);
                        values.add(
                                value instanceof BigDecimal number
                                        ? plain(number)
                                        : value instanceof java.sql.Date date ? date.toString() : value);
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }
}
