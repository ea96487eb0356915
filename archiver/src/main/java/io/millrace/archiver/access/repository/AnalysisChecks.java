package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.row.CompleteAnalysis;
import io.millrace.archiver.access.row.Pattern;
import io.millrace.archiver.access.row.RiskAssessment;
import io.millrace.archiver.access.row.SectorBenchmark;
import io.millrace.archiver.access.row.StockAnalysis;
import io.millrace.archiver.access.row.TechnicalIndicator;
import io.millrace.archiver.access.row.TimeframeView;
import io.millrace.archiver.access.row.TradingLevel;
import io.millrace.archiver.access.row.VolumeAnalysis;
import java.util.Set;

/** What an analysis and its parts have to be. Any thread; stateless. */
final class AnalysisChecks {
    private static final Set<String> STATES = Set.of("PENDING", "COMPLETED", "FAILED");
    private static final Set<String> SIGNALS = Set.of("STRONG_BUY", "BUY", "HOLD", "SELL", "STRONG_SELL");
    private static final Set<String> RISKS = Set.of("LOW", "MEDIUM", "HIGH", "VERY_HIGH");
    private static final Set<String> DIRECTIONS = Set.of("BULLISH", "BEARISH", "NEUTRAL");
    private static final int NAME_LENGTH = 100;
    private static final int SHORT_LENGTH = 20;
    private static final int TEXT_LENGTH = 100_000;
    private static final double HUGE = Double.MAX_VALUE;

    private AnalysisChecks() {}

    static void check(Checks checks, StockAnalysis analysis) {
        checks.required("analysis", analysis)
                .required("id", analysis.id())
                .required("userId", analysis.userId())
                .text("symbol", analysis.symbol(), NAME_LENGTH)
                .text("exchange", analysis.exchange(), SHORT_LENGTH)
                .text("period", analysis.period(), SHORT_LENGTH)
                .text("interval", analysis.interval(), SHORT_LENGTH)
                .oneOf("status", analysis.status(), STATES)
                .text("analysisType", analysis.analysisType(), NAME_LENGTH)
                .range("confidence", analysis.confidence(), 0, 1)
                .positive("currentPrice", analysis.currentPrice())
                .finite("priceChangePercent", analysis.priceChangePercent())
                .optionalText("sector", analysis.sector(), NAME_LENGTH)
                .optionalText("summary", analysis.summary(), TEXT_LENGTH)
                .required("analysisData", analysis.analysisData())
                .optionalText("errorMessage", analysis.errorMessage(), TEXT_LENGTH)
                .rule(
                        "errorMessage",
                        analysis.status().equals("FAILED") == (analysis.errorMessage() != null),
                        "stands beside a failed analysis and no other");
        optional(checks, "signal", analysis.signal(), SIGNALS);
        optional(checks, "riskLevel", analysis.riskLevel(), RISKS);
    }

    static void check(Checks checks, CompleteAnalysis complete) {
        checks.required("analysis", complete);
        check(checks, complete.analysis());
        complete.indicators().forEach(each -> check(checks, each));
        complete.patterns().forEach(each -> check(checks, each));
        complete.levels().forEach(each -> check(checks, each));
        complete.sectors().forEach(each -> check(checks, each));
        complete.timeframes().forEach(each -> check(checks, each));
        if (complete.volume() != null) {
            check(checks, complete.volume());
        }
        if (complete.risk() != null) {
            check(checks, complete.risk());
        }
    }

    private static void check(Checks checks, TechnicalIndicator indicator) {
        checks.text("indicatorName", indicator.indicatorName(), NAME_LENGTH)
                .finite("indicatorValue", indicator.indicatorValue())
                .optionalText("timeframe", indicator.timeframe(), SHORT_LENGTH)
                .required("parameters", indicator.parameters());
    }

    private static void check(Checks checks, Pattern pattern) {
        checks.text("patternName", pattern.patternName(), NAME_LENGTH)
                .text("patternType", pattern.patternType(), NAME_LENGTH)
                .oneOf("direction", pattern.direction(), DIRECTIONS)
                .range("confidence", pattern.confidence(), 0, 1)
                .positive("startPrice", pattern.startPrice())
                .positive("endPrice", pattern.endPrice())
                .positive("targetPrice", pattern.targetPrice())
                .positive("stopPrice", pattern.stopPrice())
                .required("properties", pattern.properties());
    }

    private static void check(Checks checks, TradingLevel level) {
        checks.text("levelType", level.levelType(), NAME_LENGTH)
                .required("price", level.price())
                .positive("price", level.price())
                .range("strength", level.strength(), 0, 1)
                .whole("touchCount", level.touchCount(), 0, Integer.MAX_VALUE)
                .optionalText("description", level.description(), TEXT_LENGTH);
    }

    private static void check(Checks checks, VolumeAnalysis volume) {
        checks.range("volumeRatio", volume.volumeRatio(), 0, HUGE)
                .positive("vwap", volume.vwap())
                .required("details", volume.details());
    }

    private static void check(Checks checks, RiskAssessment risk) {
        checks.oneOf("riskLevel", risk.riskLevel(), RISKS)
                .range("riskScore", risk.riskScore(), 0, 1)
                .positive("entryPrice", risk.entryPrice())
                .positive("stopLoss", risk.stopLoss())
                .positive("takeProfit", risk.takeProfit())
                .range("riskReward", risk.riskReward(), 0, HUGE)
                .range("volatility", risk.volatility(), 0, HUGE)
                .range("valueAtRisk", risk.valueAtRisk(), 0, HUGE)
                .range("maxDrawdown", risk.maxDrawdown(), 0, 1)
                .required("details", risk.details());
    }

    private static void check(Checks checks, SectorBenchmark sector) {
        checks.text("sector", sector.sector(), NAME_LENGTH)
                .text("benchmarkSymbol", sector.benchmarkSymbol(), NAME_LENGTH)
                .range("stockReturn", sector.stockReturn(), -1, HUGE)
                .range("sectorReturn", sector.sectorReturn(), -1, HUGE)
                .range("marketReturn", sector.marketReturn(), -1, HUGE)
                .finite("beta", sector.beta())
                .range("correlation", sector.correlation(), -1, 1)
                .required("details", sector.details());
    }

    private static void check(Checks checks, TimeframeView view) {
        checks.text("timeframe", view.timeframe(), SHORT_LENGTH)
                .oneOf("trend", view.trend(), DIRECTIONS)
                .range("confidence", view.confidence(), 0, 1)
                .range("weight", view.weight(), 0, 1)
                .required("details", view.details());
        optional(checks, "signal", view.signal(), SIGNALS);
    }

    private static void optional(Checks checks, String column, String value, Set<String> known) {
        if (value != null) {
            checks.oneOf(column, value, known);
        }
    }
}
