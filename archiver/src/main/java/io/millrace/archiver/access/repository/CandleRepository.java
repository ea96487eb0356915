package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Call;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Candle;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Candles of any length, made of the ticks up to this moment, and of stored bars where there are no ticks. Any thread; reads only.
 *
 * <p>They are those of the function {@code candles}, oldest first and aligned to 1970-01-01 UTC. A first or last one that the range
 * cuts holds only what is inside.
 */
public final class CandleRepository extends Repository {
    /** Candles of one call at most: a week of them at six seconds. */
    public static final int MAX_CANDLES = 100_000;

    private static final Duration LONGEST = Duration.ofDays(3_660);
    private static final int NANOS_PER_MICRO = 1_000;

    private static final Sql RANGE = Sql.select("""
            SELECT open_time, open, high, low, close, volume, vwap, trade_count
            FROM candles(:symbol, :micros::bigint * interval '1 microsecond', :from, :to, engine => :engineId::integer,
                venue => :venue::text)
            """);

    private static final int NAME_LENGTH = 100;

    public CandleRepository(Transactions transactions) {
        super(transactions);
    }

    /**
     * Candles of a symbol that only one engine and venue have; the end of the range is not part of it.
     *
     * @param interval a whole number of microseconds, 3660 days at most
     * @throws io.millrace.archiver.access.error.ConstraintViolationException where no instrument is called so, or several are
     */
    public List<Candle> list(String symbol, Duration interval, Instant from, Instant to) {
        return range("list", symbol, interval, from, to)
                .bind("engineId", null)
                .bind("venue", null)
                .list(Candle.class);
    }

    /** Candles of a symbol at one venue, as one engine has taken its ticks. */
    public List<Candle> listByVenue(
            int engineId, String venue, String symbol, Duration interval, Instant from, Instant to) {
        checks("listByVenue").whole("engineId", engineId, 1, 65_535).text("venue", venue, NAME_LENGTH);
        return range("listByVenue", symbol, interval, from, to)
                .bind("engineId", engineId)
                .bind("venue", venue)
                .list(Candle.class);
    }

    private Call range(String operation, String symbol, Duration interval, Instant from, Instant to) {
        checks(operation)
                .text("symbol", symbol, NAME_LENGTH)
                .required("interval", interval)
                .required("from", from)
                .required("to", to)
                .rule(
                        "interval",
                        interval.compareTo(Duration.ZERO) > 0
                                && interval.compareTo(LONGEST) <= 0
                                && interval.equals(interval.truncatedTo(ChronoUnit.MICROS)),
                        "not a whole number of microseconds up to 3660 days")
                .rule("to", from.isBefore(to), "not after from")
                .rule(
                        "to",
                        Duration.between(from, to).compareTo(interval.multipliedBy(MAX_CANDLES)) <= 0,
                        "more than " + MAX_CANDLES + " candles after from");
        return call(operation, RANGE)
                .bind("symbol", symbol)
                .bind("micros", interval.toNanos() / NANOS_PER_MICRO)
                .bind("from", from)
                .bind("to", to);
    }
}
