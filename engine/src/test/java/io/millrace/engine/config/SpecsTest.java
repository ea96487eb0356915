package io.millrace.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.engine.rule.BoundIndicator;
import io.millrace.engine.rule.RuleKind;
import io.millrace.journal.append.Durability;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records refuse what files may not contain, so a configuration built by hand is as good as one that was read. */
@Timeout(10)
class SpecsTest {
    private static final BarInterval MINUTE = BarInterval.ofNs(60_000_000_000L);

    @Test
    void shouldRefuseValuesOutOfRange() {
        refused(() -> new RingConfig(100, WaitKind.SLEEPING), "size = 100: must be a power of two from 64 to 1048576");
        refused(() -> new BatchConfig(0, 65_536), "max-records = 0: must be a whole number from 1 to 65536");
        refused(() -> new BatchConfig(1, 1), "max-bytes = 1: must be a size from 4KiB to 16MiB");
        refused(
                () -> new JournalConfig("FAST_HOURLY", Durability.EACH, 0, 1),
                "force-interval = 0: must be a duration in whole milliseconds from 1ms to 1m");
        refused(() -> new StateConfig(0, 1), "max-instruments = 0: must be a whole number from 1 to 65536");
        refused(
                () -> new LimitsConfig(0, Double.NaN, 0, 0, false, 0, 0),
                "min-confidence = NaN: must be a number from 0 to 1");
        refused(() -> new BarInterval("1m", 1_000_000_000L), "bar = 1m: " + BarInterval.ALLOWED);
    }

    @Test
    void shouldRefuseIndicatorsThatCannotBeMade() {
        refused(
                () -> new IndicatorSpec(1, "a", IndicatorKind.SMA, MINUTE, List.of()),
                "a: 0 parameters given, takes 1");
        refused(
                () -> new IndicatorSpec(1, "a", IndicatorKind.SMA, MINUTE, List.of(0.5)),
                "period = 0.5: must be a whole number from 1 to 10000");
        refused(() -> new IndicatorSpec(1, "A", IndicatorKind.SMA, MINUTE, List.of(1.0)), "name = A: " + Names.ALLOWED);
        refused(
                () -> new IndicatorSpec(1, "a", IndicatorKind.MACD, MINUTE, List.of(9.0, 3.0, 3.0)),
                "MACD: fast 9 must be less than slow 3");
    }

    @Test
    void shouldRefuseRulesWithKeysOfOtherKinds() {
        Map<String, String> indicators = Map.of("rsi", "rsi", "atr", "atr");
        refused(
                () -> new RuleSpec(1, "r", RuleKind.RSI_REVERSION, MINUTE, Map.of("min-adx", 1.0), indicators),
                "min-adx = : is not a key of this kind of rule");
        refused(
                () -> new RuleSpec(1, "r", RuleKind.RSI_REVERSION, MINUTE, Map.of(), Map.of("rsi", "rsi")),
                "atr = : is missing");
        refused(
                () -> new RuleSpec(
                        1,
                        "r",
                        RuleKind.RSI_REVERSION,
                        MINUTE,
                        Map.of(),
                        Map.of("rsi", "rsi", "atr", "atr", "adx", "adx")),
                "adx = : is not a key of this kind of rule");
    }

    @Test
    void shouldMakeARuleFromALayout() {
        RuleSpec spec = new RuleSpec(
                1, "r", RuleKind.RSI_REVERSION, MINUTE, Map.of(), Map.of("rsi", "my-rsi", "atr", "my-atr"));
        BoundIndicator rsi = new BoundIndicator(IndicatorKind.RSI.create(), 0);
        BoundIndicator atr = new BoundIndicator(IndicatorKind.ATR.create(), 256);
        assertThat(spec.create(Map.of("my-rsi", rsi, "my-atr", atr, "other", rsi))
                        .stateSizeBytes())
                .isEqualTo(24);
        assertThatThrownBy(() -> spec.create(Map.of("my-rsi", rsi)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("not laid out: my-atr");
        assertThatThrownBy(() -> spec.parameter("min-adx"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("r has no parameter min-adx");
    }

    private static void refused(ThrowingCallable make, String message) {
        assertThatThrownBy(make).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
