package io.millrace.archiver.testing;

import io.millrace.archiver.database.DatabaseTarget;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows of {@code ticks} as an archiver writes them, without a journal, and what candles of them must be. One thread. */
public final class TickHistory {
    public static final long DAY_NS = 86_400_000_000_000L;

    /** 2024-08-08, 00:00 UTC. */
    public static final long DAY_ONE_NS = 1_723_075_200_000_000_000L;

    private static final String INSERT = """
            INSERT INTO ticks (event_time, event_time_ns, receive_time_ns, sequence, feed_position, engine_id, instrument_id,
                feed_id, suspicious, kind, aggressor, price, quantity, bid_price, bid_quantity)
            SELECT timestamptz 'epoch' + t.ns / 1000 * interval '1 microsecond', t.ns, t.ns, t.sequence, t.sequence, t.engine,
                t.instrument, 1, CASE WHEN t.trade THEN false END, CASE WHEN t.trade THEN 'TRADE' ELSE 'QUOTE' END,
                CASE WHEN t.trade THEN 'BUYER' END, CASE WHEN t.trade THEN t.price END, CASE WHEN t.trade THEN t.quantity END,
                CASE WHEN NOT t.trade THEN t.price END, CASE WHEN NOT t.trade THEN t.quantity END
            FROM unnest(?::bigint[], ?::bigint[], ?::integer[], ?::integer[], ?::boolean[], ?::numeric[], ?::numeric[])
                AS t (ns, sequence, engine, instrument, trade, price, quantity)
            """;

    private TickHistory() {}

    /** A trade, or a quote with that bid. */
    public record Tick(
            int engine,
            int instrument,
            long sequence,
            long timeNs,
            boolean trade,
            BigDecimal price,
            BigDecimal quantity) {
        LocalDate day() {
            return LocalDate.ofEpochDay(Math.floorDiv(timeNs, DAY_NS));
        }
    }

    /** One candle; a volume-weighted price is compared by what it is made of. */
    public record Candle(
            long openTimeNs,
            BigDecimal open,
            BigDecimal high,
            BigDecimal low,
            BigDecimal close,
            BigDecimal volume,
            BigDecimal notional,
            long trades) {}

    /** Instruments 1 to a number of an engine, with symbols S1, S2, ... */
    public static void define(DatabaseTarget target, int engine, int instruments) {
        PostgresServer.execute(
                target,
                "INSERT INTO instruments SELECT " + engine + ", i, i, 'epoch', 0, 0, 'S' || i, 'TEST', 'B', 'Q', -2, -3"
                        + " FROM generate_series(1, " + instruments + ") i",
                "INSERT INTO archive_position (engine_id, journal_id, sequence, queue_index, updated_at) VALUES ("
                        + engine + ", 1, 0, 0, now())");
    }

    /** Stores ticks, makes the partitions that they need, and moves the archive position of their engines to the last of each. */
    public static void store(DatabaseTarget target, List<Tick> ticks) throws SQLException {
        try (Connection connection = PostgresServer.connect(target)) {
            connection.setAutoCommit(false);
            try (PreparedStatement ensure = connection.prepareStatement("SELECT ensure_tick_partition(?)")) {
                for (LocalDate day : ticks.stream().map(Tick::day).distinct().toList()) {
                    ensure.setObject(1, day);
                    ensure.execute();
                }
            }
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setArray(
                        1,
                        connection.createArrayOf(
                                "bigint", ticks.stream().map(Tick::timeNs).toArray()));
                insert.setArray(
                        2,
                        connection.createArrayOf(
                                "bigint", ticks.stream().map(Tick::sequence).toArray()));
                insert.setArray(
                        3,
                        connection.createArrayOf(
                                "integer", ticks.stream().map(Tick::engine).toArray()));
                insert.setArray(
                        4,
                        connection.createArrayOf(
                                "integer", ticks.stream().map(Tick::instrument).toArray()));
                insert.setArray(
                        5,
                        connection.createArrayOf(
                                "boolean", ticks.stream().map(Tick::trade).toArray()));
                insert.setArray(
                        6,
                        connection.createArrayOf(
                                "numeric", ticks.stream().map(Tick::price).toArray()));
                insert.setArray(
                        7,
                        connection.createArrayOf(
                                "numeric", ticks.stream().map(Tick::quantity).toArray()));
                insert.execute();
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "UPDATE archive_position p SET sequence = greatest(p.sequence, (SELECT max(t.sequence)"
                                + " FROM ticks t WHERE t.engine_id = p.engine_id))");
            }
            connection.commit();
        }
    }

    /** Candles by looking at each trade in order: what a query must give, whatever it reads. */
    public static List<Candle> candles(
            List<Tick> ticks, int engine, int instrument, long intervalNs, long offsetNs, Instant from, Instant to) {
        long fromNs = nanos(from);
        long toNs = nanos(to);
        Map<Long, Candle> candles = new TreeMap<>();
        ticks.stream()
                .filter(t -> t.trade() && t.engine() == engine && t.instrument() == instrument)
                .filter(t -> t.timeNs() >= fromNs && t.timeNs() < toNs)
                .sorted((a, b) -> a.timeNs() != b.timeNs()
                        ? Long.compare(a.timeNs(), b.timeNs())
                        : Long.compare(a.sequence(), b.sequence()))
                .forEach(t -> candles.merge(
                        Math.floorDiv(t.timeNs() - offsetNs, intervalNs) * intervalNs + offsetNs,
                        single(t, intervalNs, offsetNs),
                        TickHistory::then));
        return List.copyOf(candles.values());
    }

    private static Candle single(Tick t, long intervalNs, long offsetNs) {
        return new Candle(
                Math.floorDiv(t.timeNs() - offsetNs, intervalNs) * intervalNs + offsetNs,
                t.price(),
                t.price(),
                t.price(),
                t.price(),
                t.quantity(),
                t.price().multiply(t.quantity()),
                1);
    }

    private static Candle then(Candle a, Candle b) {
        return new Candle(
                a.openTimeNs(),
                a.open(),
                a.high().max(b.high()),
                a.low().min(b.low()),
                b.close(),
                a.volume().add(b.volume()),
                a.notional().add(b.notional()),
                a.trades() + b.trades());
    }

    /** Nanoseconds since 1970-01-01 UTC. */
    public static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    /** A moment of the first day. */
    public static Instant dayOne(String time) {
        return LocalDate.ofEpochDay(DAY_ONE_NS / DAY_NS)
                .atTime(java.time.LocalTime.parse(time))
                .toInstant(ZoneOffset.UTC);
    }
}
