package io.millrace.archiver.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.testing.Covers;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@Covers("S2-052")
class ExplanationTest {
    private static final long OPEN_NS = 1_734_705_000_000_000_000L;
    private static final double[] NO_SCORE = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};

    @Test
    void shouldSayACrossOfAverages() {
        assertThat(explain(
                        "BUY",
                        "moving-average-cross",
                        List.of("fast", "slow", "adx", "atr"),
                        2,
                        NO_SCORE,
                        10.5,
                        9.25,
                        22,
                        3))
                .isEqualTo(
                        "Buy BTCUSDT at 61800.30: the fast average (10.5) has crossed above the slow one (9.25) in a trend of"
                                + " strength (ADX) 22, by rule trend at the close of the 5m bar from 2024-12-20 14:30:00 UTC. Stop loss"
                                + " 61700.00, take profit 62000.90, reward 2 times the risk. Confidence 73 %, valid until 2024-12-20"
                                + " 14:35:00 UTC.");
    }

    @Test
    void shouldSayAReturnOfTheStrengthIndex() {
        assertThat(explain(
                        "SELL",
                        "rsi-reversion",
                        List.of("rsi", "previous_rsi", "extreme_rsi", "atr"),
                        1.5,
                        NO_SCORE,
                        68.25,
                        71,
                        81.5,
                        3))
                .startsWith(
                        "Sell BTCUSDT at 61800.30: the relative strength index has come back down to 68.25 from an extreme of"
                                + " 81.5, by rule trend");
    }

    @Test
    void shouldSayABreakoutOfTheBands() {
        assertThat(explain(
                        "SELL",
                        "bollinger-breakout",
                        List.of("close", "upper", "lower", "atr"),
                        1.5,
                        NO_SCORE,
                        90,
                        110,
                        95,
                        3))
                .startsWith(
                        "Sell BTCUSDT at 61800.30: the close (90) has broken out below the lower Bollinger band (95), by");
        assertThat(explain(
                        "BUY",
                        "bollinger-breakout",
                        List.of("close", "upper", "lower", "atr"),
                        1.5,
                        NO_SCORE,
                        111,
                        110,
                        95,
                        3))
                .startsWith(
                        "Buy BTCUSDT at 61800.30: the close (111) has broken out above the upper Bollinger band (110), by");
    }

    @Test
    void shouldNameTheOperandsOfAnotherRuleAndLeaveOutWhatHasNoValue() {
        assertThat(explain("BUY", "my-rule", List.of("x", "y"), Double.NaN, NO_SCORE, 1.0 / 3, Double.NaN, 7, 8))
                .startsWith("Buy BTCUSDT at 61800.30: x is 0.333333, by rule")
                .contains("take profit 62000.90. Confidence")
                .doesNotContain("reward", "Composite");
        assertThat(explain(
                        "BUY", "moving-average-cross", List.of("fast", "slow"), 2, NO_SCORE, 1e300, Double.NaN, 0, 0))
                .startsWith("Buy BTCUSDT at 61800.30: fast is 1E+300, by rule");
        assertThat(explain("BUY", "my-rule", List.of(), 2, NO_SCORE, 1, 2, 3, 4))
                .contains(": its condition holds, by rule");
    }

    @Test
    void shouldSayTheCompositeScoreWithTheParts() {
        assertThat(explain("BUY", "my-rule", List.of("x"), 2, new double[] {0.42, -0.1, Double.NaN, 1}, 1, 2, 3, 4))
                .endsWith("UTC. Composite market score 0.42: sentiment -0.1, market regime 1.");
        assertThat(explain(
                        "BUY", "my-rule", List.of("x"), 2, new double[] {Double.NaN, 0, 0.5, Double.NaN}, 1, 2, 3, 4))
                .endsWith(" Composite market score not made: sentiment 0, indicators 0.5.");
    }

    private static String explain(
            String action,
            String kind,
            List<String> names,
            double riskReward,
            double[] components,
            double... operands) {
        return Explanation.of(new Explanation.Facts(
                action,
                "BTCUSDT",
                "trend",
                kind,
                "5m",
                OPEN_NS,
                names,
                operands,
                new BigDecimal("61800.30"),
                new BigDecimal("61700.00"),
                new BigDecimal("62000.90"),
                0.7349,
                riskReward,
                OPEN_NS + 300_000_000_000L,
                components));
    }
}
