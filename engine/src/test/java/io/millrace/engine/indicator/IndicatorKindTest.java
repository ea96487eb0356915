package io.millrace.engine.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class IndicatorKindTest {
    @ParameterizedTest
    @EnumSource(IndicatorKind.class)
    void shouldNameEveryOutputWhenCreatedWithDefaults(IndicatorKind kind) {
        Indicator indicator = kind.create();
        assertThat(kind.outputNames()).hasSize(indicator.outputCount()).doesNotHaveDuplicates();
        assertThat(kind.parameters()).extracting(ParameterSpec::name).doesNotHaveDuplicates();
        assertThat(indicator.warmUpBars()).isPositive();
        assertThat(indicator.stateSizeBytes()).isGreaterThanOrEqualTo(8 + 8 * indicator.outputCount());
    }

    @ParameterizedTest
    @EnumSource(IndicatorKind.class)
    void shouldBeTheDefaultsWhenNoParameterIsGiven(IndicatorKind kind) {
        double[] defaults = kind.parameters().stream()
                .mapToDouble(ParameterSpec::defaultValue)
                .toArray();
        assertThat(kind.create().warmUpBars()).isEqualTo(kind.create(defaults).warmUpBars());
        assertThat(kind.create().stateSizeBytes())
                .isEqualTo(kind.create(defaults).stateSizeBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "SMA, 20",
        "EMA, 20",
        "RSI, 15",
        "MACD, 34",
        "BOLLINGER, 20",
        "ATR, 15",
        "VWAP, 1",
        "OBV, 1",
        "STOCHASTIC, 18",
        "ADX, 28"
    })
    void shouldWarmUpAsDocumentedWhenCreatedWithDefaults(IndicatorKind kind, int warmUpBars) {
        assertThat(kind.create().warmUpBars()).isEqualTo(warmUpBars);
    }

    @ParameterizedTest
    @EnumSource(IndicatorKind.class)
    void shouldCreateWhenParametersAreAtTheirLimits(IndicatorKind kind) {
        double[] largest =
                kind.parameters().stream().mapToDouble(ParameterSpec::max).toArray();
        double[] smallest =
                kind.parameters().stream().mapToDouble(ParameterSpec::min).toArray();
        if (kind == IndicatorKind.MACD) {
            largest[0]--;
        }
        assertThat(kind.create(largest).warmUpBars())
                .isGreaterThanOrEqualTo(kind.create(smallest).warmUpBars());
    }

    @Test
    void shouldNameParameterAndRangeWhenValueIsNotAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IndicatorKind.SMA.create(0))
                .withMessage("SMA: period 0 is not allowed, must be a whole number from 1 to 10000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IndicatorKind.SMA.create(10_001))
                .withMessage("SMA: period 10001 is not allowed, must be a whole number from 1 to 10000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IndicatorKind.RSI.create(14.5))
                .withMessage("RSI: period 14.5 is not allowed, must be a whole number from 2 to 10000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IndicatorKind.BOLLINGER.create(20, Double.NaN))
                .withMessage("BOLLINGER: deviations NaN is not allowed, must be a number from 0 to 100");
    }

    @Test
    void shouldRefuseWhenNumberOfParametersIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IndicatorKind.MACD.create(12, 26))
                .withMessage("MACD: 2 parameters given, takes 3");
    }

    @Test
    void shouldRefuseWhenFastIsNotLessThanSlow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IndicatorKind.MACD.create(26, 26, 9))
                .withMessage("MACD: fast 26 must be less than slow 26");
    }

    @Test
    void shouldRefuseWhenDefaultLiesOutsideRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParameterSpec("period", 0, 1, 10, true))
                .withMessage("period: the default 0.0 is not in [1.0, 10.0]");
    }
}
