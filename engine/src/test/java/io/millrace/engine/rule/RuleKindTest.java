package io.millrace.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.engine.indicator.ParameterSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(10)
class RuleKindTest {
    @ParameterizedTest
    @EnumSource
    void shouldFitTheRecordsThatNameIt(RuleKind kind) {
        assertThat(kind.operandNames()).hasSize(4).doesNotHaveDuplicates();
        assertThat(kind.label()).matches("[a-z-]{1,32}");
        assertThat(kind.references())
                .extracting(ReferenceSpec::role)
                .doesNotHaveDuplicates()
                .contains("atr");
        assertThat(kind.parameters())
                .extracting(ParameterSpec::name)
                .doesNotHaveDuplicates()
                .contains(RuleKind.STOP_ATR, RuleKind.TARGET_ATR, RuleKind.EXPIRY_BARS, RuleKind.HALF_CONFIDENCE);
    }

    @Test
    void shouldFindTheOutputsItReadsByName() {
        assertThat(IndicatorKind.BOLLINGER.outputNames()).contains("upper", "lower");
        assertThat(IndicatorKind.ADX.outputNames()).contains("adx");
    }

    @Test
    void shouldRefuseToBeMadeWithoutItsParts() {
        Map<String, Double> parameters = RuleRig.withDefaults(RuleKind.RSI_REVERSION, Map.of());
        BoundIndicator rsi = new BoundIndicator(IndicatorKind.RSI.create(), 0);
        assertThatThrownBy(() -> RuleKind.RSI_REVERSION.create(parameters, Map.of("rsi", rsi)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rsi-reversion: no indicator for the role atr");
        assertThatThrownBy(() -> RuleKind.RSI_REVERSION.create(Map.of(), Map.of("rsi", rsi, "atr", rsi)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rsi-reversion: no value for the parameter oversold");
        assertThatThrownBy(() -> new BoundIndicator(rsi.indicator(), -8)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSquashIntoZeroToOne() {
        assertThat(Confidence.squash(0, 2)).isZero();
        assertThat(Confidence.squash(-1, 2)).isZero();
        assertThat(Confidence.squash(Double.NaN, 2)).isZero();
        assertThat(Confidence.squash(2, 2)).isEqualTo(0.5);
        assertThat(Confidence.squash(1e300, 2)).isEqualTo(1);
        assertThat(Confidence.squash(Double.POSITIVE_INFINITY, 2)).isEqualTo(1);
    }
}
