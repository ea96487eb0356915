package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Bar;
import io.millrace.archiver.access.row.NewBar;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import java.time.Instant;
import java.util.Optional;

/** Bars of all engines and of applications. Any thread. */
public final class PriceRepository extends HistoryRepository<Bar, NewBar> {
    private static final String COLUMNS = "id, symbol, timestamp, timeframe, open, high, low, close, volume";

    /** By open_time, to which timestamp is equal: the indexes by length and the chunks of a hypertable know only that column. */
    private static final String BEHIND =
            " (open_time, id) < (:afterTime, :afterId::bigint) ORDER BY open_time DESC, id DESC LIMIT :limit";

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO prices (event_time, event_time_ns, open_time, open_time_ns, interval_ns, trade_count, instrument_id,
                volume_saturated, symbol, timeframe, source, open, high, low, close, volume)
            VALUES (:timestamp::timestamptz + :intervalNs / 1000 * interval '1 microsecond',
                (extract(epoch FROM :timestamp::timestamptz) * 1000000000)::bigint + :intervalNs, :timestamp,
                (extract(epoch FROM :timestamp::timestamptz) * 1000000000)::bigint, :intervalNs, :tradeCount, 0, false, :symbol,
                :timeframe, 'EXTERNAL', :open, :high, :low, :close, :volume)
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM prices WHERE id = :id");
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS + " FROM prices WHERE" + BEHIND);
    static final Sql RANGE = Sql.select("SELECT " + COLUMNS
            + " FROM prices WHERE symbol = :symbol AND timeframe = :timeframe AND open_time >= :from AND open_time < :to AND"
            + BEHIND);
    static final Sql LATEST = Sql.select(
            "SELECT " + COLUMNS
                    + " FROM prices WHERE symbol = :symbol AND timeframe = :timeframe ORDER BY open_time DESC, id DESC LIMIT 1");

    private static final int NAME_LENGTH = 100;

    public PriceRepository(Transactions transactions) {
        super(transactions, INSERT, BY_ID, LIST, Bar.class);
    }

    /** Bars of one instrument and length that start within a time, newest first; the end is not part of it. */
    public Page<Bar> listRange(String symbol, String timeframe, Instant from, Instant to, PageRequest page) {
        checks("listRange")
                .text("symbol", symbol, NAME_LENGTH)
                .text("timeframe", timeframe, NAME_LENGTH)
                .required("from", from)
                .required("to", to);
        return page(
                "listRange",
                call("listRange", RANGE)
                        .bind("symbol", symbol)
                        .bind("timeframe", timeframe)
                        .bind("from", from)
                        .bind("to", to),
                page,
                ANY_ID,
                Bar.class);
    }

    /** The newest bar of one instrument and length. */
    public Optional<Bar> findLatest(String symbol, String timeframe) {
        checks("findLatest").text("symbol", symbol, NAME_LENGTH).text("timeframe", timeframe, NAME_LENGTH);
        return call("findLatest", LATEST)
                .bind("symbol", symbol)
                .bind("timeframe", timeframe)
                .find(Bar.class);
    }

    @Override
    void check(Checks checks, NewBar bar) {
        checks.required("bar", bar)
                .text("symbol", bar.symbol(), NAME_LENGTH)
                .required("timestamp", bar.timestamp())
                .whole("intervalNs", bar.intervalNs(), 1, Long.MAX_VALUE)
                .text("timeframe", bar.timeframe(), NAME_LENGTH)
                .required("open", bar.open())
                .required("high", bar.high())
                .required("low", bar.low())
                .required("close", bar.close())
                .required("volume", bar.volume())
                .positive("low", bar.low())
                .rule(
                        "high",
                        bar.high().compareTo(bar.open()) >= 0 && bar.high().compareTo(bar.close()) >= 0,
                        "below open or close")
                .rule(
                        "low",
                        bar.low().compareTo(bar.open()) <= 0 && bar.low().compareTo(bar.close()) <= 0,
                        "above open or close")
                .rule("volume", bar.volume().signum() >= 0, "below zero")
                .whole("tradeCount", bar.tradeCount(), 0, Long.MAX_VALUE);
    }
}
