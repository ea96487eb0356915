package io.millrace.archiver.access.testing;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.row.BacktestResult;
import io.millrace.archiver.access.row.CompleteAnalysis;
import io.millrace.archiver.access.row.ModelValidation;
import io.millrace.archiver.access.row.NewArticle;
import io.millrace.archiver.access.row.NewBar;
import io.millrace.archiver.access.row.NewMarketEvent;
import io.millrace.archiver.access.row.NewSentimentScore;
import io.millrace.archiver.access.row.NewSignal;
import io.millrace.archiver.access.row.OrderState;
import io.millrace.archiver.access.row.Pattern;
import io.millrace.archiver.access.row.RiskAssessment;
import io.millrace.archiver.access.row.SectorBenchmark;
import io.millrace.archiver.access.row.StockAnalysis;
import io.millrace.archiver.access.row.TechnicalIndicator;
import io.millrace.archiver.access.row.TimeframeView;
import io.millrace.archiver.access.row.TradingLevel;
import io.millrace.archiver.access.row.TrainingSample;
import io.millrace.archiver.access.row.VolumeAnalysis;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Rows of the tests that every table takes. */
public final class Samples {
    public static final Instant TIME = Instant.parse("2026-03-02T14:30:52.123456Z");
    private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();

    private Samples() {}

    public static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    public static NewSignal signal(String symbol, Instant at) {
        return new NewSignal(
                "BTC",
                symbol,
                "BUY",
                at,
                0.75,
                decimal("50000.5"),
                decimal("49000"),
                decimal("52001.5"),
                at.plusSeconds(3_600),
                "model-7",
                "5m",
                0.4,
                0.1,
                0.2,
                0.1,
                new Json("{\"rsi\": 28.5}"),
                "RSI is low and the news is good");
    }

    public static NewBar bar(String symbol, Instant at) {
        return new NewBar(
                symbol,
                at,
                MINUTE_NS,
                "1m",
                decimal("10"),
                decimal("12.5"),
                decimal("9.5"),
                decimal("11"),
                decimal("100"),
                7L);
    }

    public static NewArticle article(String externalId, String symbol, Instant at) {
        return new NewArticle(
                externalId, "Title of " + externalId, "Text", "wire", at, at.plusSeconds(2), List.of(symbol, "ALL"), 1);
    }

    public static NewSentimentScore score(long articleId, double score, Instant at) {
        return new NewSentimentScore(articleId, score, 0.8, List.of("gain"), List.of("loss", "risk"), at, "lexicon-1");
    }

    public static NewMarketEvent event(long articleId, String severity, Instant at) {
        return new NewMarketEvent(articleId, "EARNINGS", severity, List.of("profit"), at);
    }

    public static OrderState order(Long signalId, String status, String filled, Instant at) {
        boolean done = !filled.equals("0");
        return new OrderState(
                signalId,
                "BTCUSDT",
                "LIMIT",
                "BUY",
                decimal("2"),
                decimal("50000"),
                null,
                decimal(filled),
                done ? decimal("49999") : null,
                status,
                at);
    }

    public static StockAnalysis analysis(UUID userId, String symbol) {
        return new StockAnalysis(
                UUID.randomUUID(),
                userId,
                symbol,
                "NSE",
                "1y",
                "1d",
                "COMPLETED",
                "AI",
                "BUY",
                0.8,
                "MEDIUM",
                "Energy",
                decimal("101.25"),
                1.5,
                TIME.minusSeconds(86_400),
                TIME,
                "Looks good",
                new Json("{\"model\": \"x\"}"),
                null,
                null,
                null);
    }

    public static CompleteAnalysis complete(UUID userId, String symbol) {
        return new CompleteAnalysis(
                analysis(userId, symbol),
                List.of(
                        new TechnicalIndicator("MACD", "TREND", "1d", 1.25, "BUY", Json.EMPTY_OBJECT),
                        new TechnicalIndicator("RSI", "MOMENTUM", "1d", 45.5, "NEUTRAL", new Json("{\"period\": 14}"))),
                List.of(new Pattern(
                        "double bottom",
                        "REVERSAL",
                        "BULLISH",
                        "COMPLETED",
                        0.7,
                        "1d",
                        TIME.minusSeconds(600),
                        TIME,
                        decimal("90"),
                        decimal("100"),
                        decimal("120"),
                        decimal("85"),
                        Json.EMPTY_OBJECT)),
                List.of(
                        new TradingLevel("RESISTANCE", decimal("110"), 0.6, 2, "1d", TIME, "old high"),
                        new TradingLevel("SUPPORT", decimal("95.5"), 0.9, 4, "1d", TIME, null)),
                new VolumeAnalysis(
                        decimal("1000"),
                        decimal("800"),
                        1.25,
                        "INCREASING",
                        decimal("100.5"),
                        decimal("-20"),
                        true,
                        Json.EMPTY_OBJECT),
                new RiskAssessment(
                        "MEDIUM",
                        0.4,
                        decimal("100"),
                        decimal("95"),
                        decimal("120"),
                        4.0,
                        decimal("10"),
                        decimal("50"),
                        0.2,
                        0.05,
                        0.1,
                        Json.EMPTY_OBJECT),
                List.of(new SectorBenchmark("Energy", "XLE", 0.12, 0.08, 0.05, 1.1, 0.8, 3, 40, Json.EMPTY_OBJECT)),
                List.of(
                        new TimeframeView("1d", "BULLISH", "BUY", 0.8, 0.6, Json.EMPTY_OBJECT),
                        new TimeframeView("1h", "NEUTRAL", null, null, 0.4, Json.EMPTY_OBJECT)));
    }

    public static BacktestResult backtest() {
        return new BacktestResult(
                UUID.randomUUID(),
                null,
                new Json("{\"rule\": \"cross\"}"),
                new Json("{\"sharpe\": 1.5}"),
                new Json("[{\"profit\": 3}]"),
                new Json("[100, 103]"),
                null);
    }

    public static TrainingSample sample(String tradeId) {
        return new TrainingSample(
                UUID.randomUUID(),
                tradeId,
                "BTCUSDT",
                "BUY",
                new Json("{\"rsi\": 28.5}"),
                null,
                null,
                new Json("{\"regime\": \"calm\"}"),
                Json.EMPTY_OBJECT,
                null,
                null);
    }

    public static ModelValidation validation(String modelType, double accuracy) {
        return new ModelValidation(
                UUID.randomUUID(),
                modelType,
                "3",
                "BUY",
                "2026-Q1",
                null,
                null,
                500L,
                accuracy,
                0.5,
                0.5,
                null,
                Json.EMPTY_OBJECT,
                null);
    }
}
