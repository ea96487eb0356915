package io.millrace.archiver.access.row;

import java.util.List;

/**
 * An analysis with all its parts, stored and read as one. Immutable.
 *
 * @param analysis the analysis
 * @param indicators values of indicators
 * @param patterns chart patterns
 * @param levels prices
 * @param volume null where there is none, as the next
 * @param risk risk
 * @param sectors benchmarks
 * @param timeframes one for each bar length
 */
public record CompleteAnalysis(
        StockAnalysis analysis,
        List<TechnicalIndicator> indicators,
        List<Pattern> patterns,
        List<TradingLevel> levels,
        VolumeAnalysis volume,
        RiskAssessment risk,
        List<SectorBenchmark> sectors,
        List<TimeframeView> timeframes) {
    public CompleteAnalysis {
        indicators = List.copyOf(indicators);
        patterns = List.copyOf(patterns);
        levels = List.copyOf(levels);
        sectors = List.copyOf(sectors);
        timeframes = List.copyOf(timeframes);
    }
}
