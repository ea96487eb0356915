package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.NewSignal;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.SignalStatistics;
import io.millrace.archiver.access.row.TradeIds;
import io.millrace.archiver.access.row.TradingSignal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Signals of all engines and of applications. Any thread.
 *
 * <p>Those of engines come from their journals and are only read here; those of applications stand under engine 0, in the same
 * table, and are written here.
 */
public final class TradingSignalRepository extends Repository {
    private static final String COLUMNS =
            "id, trade_id, engine_id, sequence, symbol, signal_type, timestamp, confidence, entry_price, stop_loss, take_profit,"
                    + " risk_reward, expiry_time, rule, timeframe, cms_score, sentiment_component, technical_component,"
                    + " regime_component, operands, explanation, result, profit_loss, exit_price, closed_at, status";
    private static final String BEHIND =
            " (timestamp, id) < (:afterTime, :afterId::bigint) ORDER BY timestamp DESC, id DESC LIMIT :limit";
    private static final String ANY_ID = "0";

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO trading_signals (trade_id, event_time, event_time_ns, instrument_id, symbol, action, confidence, entry_price,
                stop_loss, take_profit, risk_reward, expiry_time, expiry_time_ns, rule_id, rule, interval_ns, timeframe,
                bar_open_time, bar_open_time_ns, operands, explanation, cms_score, sentiment_component, technical_component,
                regime_component)
            VALUES (:tradeId, :timestamp, (extract(epoch FROM :timestamp::timestamptz) * 1000000000)::bigint, 0, :symbol,
                :signalType, :confidence, :entryPrice, :stopLoss, :takeProfit, :riskReward, :expiryTime,
                (extract(epoch FROM :expiryTime::timestamptz) * 1000000000)::bigint, 0, :source, 0, :timeframe, :timestamp,
                (extract(epoch FROM :timestamp::timestamptz) * 1000000000)::bigint, :operands, :explanation, :cmsScore,
                :sentimentComponent, :technicalComponent, :regimeComponent)
            RETURNING trade_id
            """);
    private static final Sql OUTCOME = Sql.call("""
            SELECT coalesce(record_application_outcome(:tradeId, :result, :exitPrice::numeric, :profitLoss, :closedAt, :actor), 0)
            """);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM trading_signals WHERE id = :id");
    private static final Sql BY_TRADE_ID = Sql.select(
            "SELECT " + COLUMNS + " FROM trading_signals WHERE trade_id = :tradeId ORDER BY engine_id LIMIT 1");
    private static final Sql RECENT = Sql.select("SELECT " + COLUMNS + " FROM trading_signals WHERE" + BEHIND);
    private static final Sql BY_TYPE =
            Sql.select("SELECT " + COLUMNS + " FROM trading_signals WHERE signal_type = :signalType AND" + BEHIND);
    private static final Sql BY_SYMBOL =
            Sql.select("SELECT " + COLUMNS + " FROM trading_signals WHERE symbol = :symbol AND" + BEHIND);
    // The time of the call and not of the transaction, which may have begun before the newest signal.
    private static final Sql STATISTICS = Sql.select("""
            SELECT total_signals, wins, losses, win_rate, total_pnl, avg_confidence, signals_per_day
            FROM performance_statistics(:days, clock_timestamp())
            """);

    private static final Set<String> TYPES = Set.of("BUY", "SELL");
    private static final Set<String> RESULTS = Set.of("WIN", "LOSS", "BREAKEVEN", "EXPIRED");
    private static final int NAME_LENGTH = 100;
    private static final int TEXT_LENGTH = 10_000;
    private static final int MOST_DAYS = 36_500;

    public TradingSignalRepository(Transactions transactions) {
        super(transactions);
    }

    /**
     * Stores a signal that an application made.
     *
     * @return its trade id; the same signal again is refused as a duplicate
     */
    public String saveTradingSignal(NewSignal signal) {
        check(checks("saveTradingSignal"), signal);
        return call("saveTradingSignal", INSERT)
                .bind("tradeId", TradeIds.of(signal))
                .bindRow(signal)
                .one(String.class);
    }

    /**
     * Says how a signal of an application ended; said again it replaces what was said before, and both are kept. The
     * outcome of an engine's signal goes through that engine, as a record of its journal.
     *
     * @param result WIN, LOSS, BREAKEVEN or EXPIRED
     * @param exitPrice null where there was none
     * @param profitLoss in the quote asset
     * @param actor who says so
     * @return false where no application has made such a signal
     */
    public boolean recordOutcome(
            String tradeId,
            String result,
            BigDecimal exitPrice,
            BigDecimal profitLoss,
            Instant closedAt,
            String actor) {
        checks("recordOutcome")
                .text("tradeId", tradeId, NAME_LENGTH)
                .oneOf("result", result, RESULTS)
                .positive("exitPrice", exitPrice)
                .required("profitLoss", profitLoss)
                .required("closedAt", closedAt)
                .text("actor", actor, NAME_LENGTH);
        return call("recordOutcome", OUTCOME)
                        .bind("tradeId", tradeId)
                        .bind("result", result)
                        .bind("exitPrice", exitPrice)
                        .bind("profitLoss", profitLoss)
                        .bind("closedAt", closedAt)
                        .bind("actor", actor)
                        .one(Long.class)
                > 0;
    }

    public Optional<TradingSignal> findById(long id) {
        return call("findById", BY_ID).bind("id", id).find(TradingSignal.class);
    }

    /** By the id for people and programs; an application's before an engine's, should both have it. */
    public Optional<TradingSignal> findByTradeId(String tradeId) {
        checks("findByTradeId").text("tradeId", tradeId, NAME_LENGTH);
        return call("findByTradeId", BY_TRADE_ID).bind("tradeId", tradeId).find(TradingSignal.class);
    }

    /** All, newest first. */
    public Page<TradingSignal> recent(PageRequest page) {
        return page("recent", call("recent", RECENT), page, ANY_ID, TradingSignal.class);
    }

    /** Those of one type, BUY or SELL, newest first. */
    public Page<TradingSignal> listByType(String signalType, PageRequest page) {
        checks("listByType").text("signalType", signalType, NAME_LENGTH);
        return page(
                "listByType",
                call("listByType", BY_TYPE).bind("signalType", signalType),
                page,
                ANY_ID,
                TradingSignal.class);
    }

    /** Those of one instrument, newest first. */
    public Page<TradingSignal> listBySymbol(String symbol, PageRequest page) {
        checks("listBySymbol").text("symbol", symbol, NAME_LENGTH);
        return page(
                "listBySymbol",
                call("listBySymbol", BY_SYMBOL).bind("symbol", symbol),
                page,
                ANY_ID,
                TradingSignal.class);
    }

    /** How the signals of the last days have done, as {@code performance_statistics} of the database counts them. */
    public SignalStatistics statistics(int days) {
        checks("statistics").whole("days", days, 1, MOST_DAYS);
        return call("statistics", STATISTICS).bind("days", days).one(SignalStatistics.class);
    }

    private static void check(Checks checks, NewSignal signal) {
        checks.required("signal", signal)
                .text("baseAsset", signal.baseAsset(), NAME_LENGTH)
                .text("symbol", signal.symbol(), NAME_LENGTH)
                .oneOf("signalType", signal.signalType(), TYPES)
                .required("timestamp", signal.timestamp())
                .range("confidence", signal.confidence(), 0, 1)
                .required("entryPrice", signal.entryPrice())
                .positive("entryPrice", signal.entryPrice())
                .required("stopLoss", signal.stopLoss())
                .required("takeProfit", signal.takeProfit())
                .required("expiryTime", signal.expiryTime())
                .rule("expiryTime", signal.expiryTime().isAfter(signal.timestamp()), "not after the signal's time")
                .text("source", signal.source(), NAME_LENGTH)
                .text("timeframe", signal.timeframe(), NAME_LENGTH)
                .range("cmsScore", signal.cmsScore(), -1, 1)
                .range("sentimentComponent", signal.sentimentComponent(), -1, 1)
                .range("technicalComponent", signal.technicalComponent(), -1, 1)
                .range("regimeComponent", signal.regimeComponent(), -1, 1)
                .required("operands", signal.operands())
                .text("explanation", signal.explanation(), TEXT_LENGTH);
    }
}
