package io.millrace.engine.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agreement with the published results of the Stock.Indicators project, a third implementation. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SkenderAgreementTest {
    @Test
    void shouldAgreeFromWarmUpWhenSmaIsPublished() {
        assertAgreement(new Setup(IndicatorKind.SMA, 20), 20, SkenderResults.load("sma", "sma"));
    }

    @Test
    void shouldAgreeFromWarmUpWhenEmaIsPublished() {
        assertAgreement(new Setup(IndicatorKind.EMA, 20), 20, SkenderResults.load("ema", "ema"));
    }

    @Test
    void shouldAgreeFromWarmUpWhenRsiIsPublished() {
        assertAgreement(new Setup(IndicatorKind.RSI, 14), 15, SkenderResults.load("rsi", "rsi"));
    }

    /** Theirs begins the fast average on bar 12, ours on bar 26. */
    @Test
    void shouldAgreeAfterSeedHasDecayedWhenMacdIsPublished() {
        assertAgreement(
                new Setup(IndicatorKind.MACD, 12, 26, 9),
                220,
                SkenderResults.load("macd", "macd", "signal", "histogram"));
    }

    @Test
    void shouldAgreeFromWarmUpWhenBollingerBandsArePublished() {
        assertAgreement(
                new Setup(IndicatorKind.BOLLINGER, 20, 2.0),
                20,
                SkenderResults.load("bb", "sma", "upperBand", "lowerBand"));
    }

    @Test
    void shouldAgreeFromWarmUpWhenAtrIsPublished() {
        assertAgreement(new Setup(IndicatorKind.ATR, 14), 15, SkenderResults.load("atr", "atr"));
    }

    @Test
    void shouldAgreeFromWarmUpWhenStochasticIsPublished() {
        assertAgreement(
                new Setup(IndicatorKind.STOCHASTIC, 14, 3, 3),
                18,
                SkenderResults.load("stoch", "oscillator", "signal"));
    }

    /** Theirs begins the sums with 14 values, as Wilder's worksheet does; ours, as TA-Lib, with 13. */
    @Test
    void shouldAgreeAfterSeedHasDecayedWhenAdxIsPublished() {
        assertAgreement(new Setup(IndicatorKind.ADX, 14), 360, SkenderResults.load("adx", "adx", "pdi", "mdi"));
    }

    /** Theirs begins with zero. */
    @Test
    void shouldAgreeUpToFirstVolumeWhenObvIsPublished() {
        double[][] theirs = SkenderResults.load("obv", "obv");
        double firstVolume = RealSeries.SKENDER_DEFAULT.load().volume()[0];
        for (int i = 0; i < theirs[0].length; i++) {
            theirs[0][i] += firstVolume;
        }
        assertAgreement(new Setup(IndicatorKind.OBV), 1, theirs);
    }

    /** Theirs accumulates from the first bar to the last: all bars on one day, for ours. */
    @Test
    void shouldAgreeFromFirstBarWhenVwapIsPublished() {
        Series series = RealSeries.SKENDER_DEFAULT.load();
        Arrays.fill(series.openTimeNs(), 0L);
        assertAgreement(new Setup(IndicatorKind.VWAP, 0), series, 1, SkenderResults.load("vwap", "vwap"));
    }

    private static void assertAgreement(Setup setup, int latestFirstBar, double[][] theirs) {
        assertAgreement(setup, RealSeries.SKENDER_DEFAULT.load(), latestFirstBar, theirs);
    }

    private static void assertAgreement(Setup setup, Series series, int latestFirstBar, double[][] theirs) {
        Agreement agreement = Agreement.of(Agreement.floor(setup.kind(), series), setup.run(series), theirs);
        assertThat(agreement.firstBar())
                .as("%s: %s", setup, agreement)
                .isBetween(setup.create().warmUpBars(), latestFirstBar);
        assertThat(agreement.compared()).isEqualTo(series.size() - agreement.firstBar() + 1);
    }
}
