package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Statements;
import io.millrace.archiver.access.row.CompleteAnalysis;
import io.millrace.archiver.access.row.Pattern;
import io.millrace.archiver.access.row.RiskAssessment;
import io.millrace.archiver.access.row.SectorBenchmark;
import io.millrace.archiver.access.row.StockAnalysis;
import io.millrace.archiver.access.row.TechnicalIndicator;
import io.millrace.archiver.access.row.TimeframeView;
import io.millrace.archiver.access.row.TradingLevel;
import io.millrace.archiver.access.row.VolumeAnalysis;
import java.util.List;
import java.util.UUID;

/** The tables that belong to an analysis. Any thread, within the caller's transaction. */
final class AnalysisParts {
    private static final Sql INDICATOR = Sql.insert("""
            INSERT INTO technical_indicators (analysis_id, indicator_name, category, timeframe, indicator_value, signal, parameters)
            VALUES (:analysisId, :indicatorName, :category, :timeframe, :indicatorValue, :signal, :parameters)
            """);
    private static final Sql PATTERN = Sql.insert("""
            INSERT INTO pattern_recognition (analysis_id, pattern_name, pattern_type, direction, status, confidence, timeframe,
                start_time, end_time, start_price, end_price, target_price, stop_price, properties)
            VALUES (:analysisId, :patternName, :patternType, :direction, :status, :confidence, :timeframe, :startTime, :endTime,
                :startPrice, :endPrice, :targetPrice, :stopPrice, :properties)
            """);
    private static final Sql LEVEL = Sql.insert("""
            INSERT INTO trading_levels (analysis_id, level_type, price, strength, touch_count, timeframe, last_touched_at, description)
            VALUES (:analysisId, :levelType, :price, :strength, :touchCount, :timeframe, :lastTouchedAt, :description)
            """);
    private static final Sql VOLUME = Sql.insert("""
            INSERT INTO volume_analysis (analysis_id, volume, average_volume, volume_ratio, volume_trend, vwap, obv, is_anomaly,
                details)
            VALUES (:analysisId, :volume, :averageVolume, :volumeRatio, :volumeTrend, :vwap, :obv, :isAnomaly, :details)
            """);
    private static final Sql RISK = Sql.insert("""
            INSERT INTO risk_management (analysis_id, risk_level, risk_score, entry_price, stop_loss, take_profit, risk_reward,
                position_size, max_loss, volatility, value_at_risk, max_drawdown, details)
            VALUES (:analysisId, :riskLevel, :riskScore, :entryPrice, :stopLoss, :takeProfit, :riskReward, :positionSize, :maxLoss,
                :volatility, :valueAtRisk, :maxDrawdown, :details)
            """);
    private static final Sql SECTOR = Sql.insert("""
            INSERT INTO sector_benchmarking (analysis_id, sector, benchmark_symbol, stock_return, sector_return, market_return,
                beta, correlation, rank_in_sector, peer_count, details)
            VALUES (:analysisId, :sector, :benchmarkSymbol, :stockReturn, :sectorReturn, :marketReturn, :beta, :correlation,
                :rankInSector, :peerCount, :details)
            """);
    private static final Sql TIMEFRAME = Sql.insert("""
            INSERT INTO multi_timeframe_analysis (analysis_id, timeframe, trend, signal, confidence, weight, details)
            VALUES (:analysisId, :timeframe, :trend, :signal, :confidence, :weight, :details)
            """);

    private static final Sql INDICATORS = Sql.select("""
            SELECT indicator_name, category, timeframe, indicator_value, signal, parameters
            FROM technical_indicators WHERE analysis_id = :analysisId
            ORDER BY indicator_name, timeframe, parameters::text
            """);
    private static final Sql PATTERNS = Sql.select("""
            SELECT pattern_name, pattern_type, direction, status, confidence, timeframe, start_time, end_time, start_price,
                end_price, target_price, stop_price, properties
            FROM pattern_recognition WHERE analysis_id = :analysisId
            ORDER BY pattern_name, start_time, id
            """);
    private static final Sql LEVELS = Sql.select("""
            SELECT level_type, price, strength, touch_count, timeframe, last_touched_at, description
            FROM trading_levels WHERE analysis_id = :analysisId
            ORDER BY level_type, price, id
            """);
    private static final Sql VOLUMES = Sql.select("""
            SELECT volume, average_volume, volume_ratio, volume_trend, vwap, obv, is_anomaly, details
            FROM volume_analysis WHERE analysis_id = :analysisId
            """);
    private static final Sql RISKS = Sql.select("""
            SELECT risk_level, risk_score, entry_price, stop_loss, take_profit, risk_reward, position_size, max_loss, volatility,
                value_at_risk, max_drawdown, details
            FROM risk_management WHERE analysis_id = :analysisId
            """);
    private static final Sql SECTORS = Sql.select("""
            SELECT sector, benchmark_symbol, stock_return, sector_return, market_return, beta, correlation, rank_in_sector,
                peer_count, details
            FROM sector_benchmarking WHERE analysis_id = :analysisId
            ORDER BY benchmark_symbol
            """);
    private static final Sql TIMEFRAMES = Sql.select("""
            SELECT timeframe, trend, signal, confidence, weight, details
            FROM multi_timeframe_analysis WHERE analysis_id = :analysisId
            ORDER BY timeframe
            """);

    private final Statements statements;

    AnalysisParts(Statements statements) {
        this.statements = statements;
    }

    void store(CompleteAnalysis complete) {
        UUID id = complete.analysis().id();
        insert("storeIndicators", INDICATOR, id, complete.indicators());
        insert("storePatterns", PATTERN, id, complete.patterns());
        insert("storeLevels", LEVEL, id, complete.levels());
        insert("storeVolume", VOLUME, id, complete.volume() == null ? List.of() : List.of(complete.volume()));
        insert("storeRisk", RISK, id, complete.risk() == null ? List.of() : List.of(complete.risk()));
        insert("storeSectors", SECTOR, id, complete.sectors());
        insert("storeTimeframes", TIMEFRAME, id, complete.timeframes());
    }

    CompleteAnalysis load(StockAnalysis analysis) {
        UUID id = analysis.id();
        return new CompleteAnalysis(
                analysis,
                select("loadIndicators", INDICATORS, id, TechnicalIndicator.class),
                select("loadPatterns", PATTERNS, id, Pattern.class),
                select("loadLevels", LEVELS, id, TradingLevel.class),
                first(select("loadVolume", VOLUMES, id, VolumeAnalysis.class)),
                first(select("loadRisk", RISKS, id, RiskAssessment.class)),
                select("loadSectors", SECTORS, id, SectorBenchmark.class),
                select("loadTimeframes", TIMEFRAMES, id, TimeframeView.class));
    }

    private void insert(String operation, Sql sql, UUID analysisId, List<? extends Record> rows) {
        statements.call(operation, sql).bind("analysisId", analysisId).executeBatch(rows);
    }

    private <T> List<T> select(String operation, Sql sql, UUID analysisId, Class<T> type) {
        return statements.call(operation, sql).bind("analysisId", analysisId).list(type);
    }

    private static <T> T first(List<T> rows) {
        return rows.isEmpty() ? null : rows.get(0);
    }
}
