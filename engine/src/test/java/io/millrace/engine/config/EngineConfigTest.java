package io.millrace.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.engine.rule.RuleKind;
import io.millrace.journal.append.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EngineConfigTest {
    private static final EngineConfig DEFAULTS = EngineConfig.defaults();

    @TempDir
    Path directory;

    @Test
    void shouldLoadTheDocumentedDefaults() {
        assertThat(DEFAULTS.engineId()).isEqualTo(1);
        assertThat(DEFAULTS.ring()).isEqualTo(new RingConfig(16_384, WaitKind.SLEEPING));
        assertThat(DEFAULTS.batch()).isEqualTo(new BatchConfig(512, 65_536));
        assertThat(DEFAULTS.journal()).isEqualTo(new JournalConfig("FAST_HOURLY", Durability.PROCESS, 10, 10_000));
        assertThat(DEFAULTS.state()).isEqualTo(new StateConfig(256, 4_096));
        assertThat(DEFAULTS.bars()).extracting(BarInterval::name).containsExactly("1s", "1m", "5m", "1h", "1d");
        assertThat(DEFAULTS.bars())
                .extracting(BarInterval::intervalNs)
                .containsExactly(
                        1_000_000_000L, 60_000_000_000L, 300_000_000_000L, 3_600_000_000_000L, 86_400_000_000_000L);
        assertThat(DEFAULTS.limits()).isEqualTo(new LimitsConfig(0.5, 0.1, 1.2, 25, true, 5, 20));
    }

    @Test
    void shouldUseEveryKindOfIndicatorAndEveryKindOfRuleOnMinuteAndDay() {
        Set<IndicatorKind> kinds =
                DEFAULTS.indicators().stream().map(IndicatorSpec::kind).collect(Collectors.toSet());
        assertThat(kinds).isEqualTo(EnumSet.allOf(IndicatorKind.class));
        assertThat(DEFAULTS.indicators()).hasSizeBetween(16, 20);
        for (String bar : List.of("1m", "1d")) {
            Set<RuleKind> onBar = DEFAULTS.rules().stream()
                    .filter(rule -> rule.bar().name().equals(bar))
                    .map(RuleSpec::kind)
                    .collect(Collectors.toSet());
            assertThat(onBar).isEqualTo(EnumSet.allOf(RuleKind.class));
        }
    }

    @Test
    void shouldNumberIndicatorsAndRulesByTheirPlace() {
        assertThat(DEFAULTS.indicators().get(0))
                .isEqualTo(new IndicatorSpec(
                        1, "sma-10-1m", IndicatorKind.SMA, BarInterval.ofNs(60_000_000_000L), List.of(10.0)));
        assertThat(DEFAULTS.indicators().get(19).id()).isEqualTo(20);
        assertThat(DEFAULTS.rules()).extracting(RuleSpec::id).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void shouldReadTheWholeFileOverTheDefaults() throws IOException {
        EngineConfig config = load(
                "millrace {",
                "  engine {",
                "    engine-id = 7",
                "    ring { size = 1024, wait = BUSY_SPIN }",
                "    batch { max-records = 64, max-bytes = 1MiB }",
                "    journal { durability = batch, force-interval = 2s, roll-cycle = FAST_DAILY }",
                "    state.max-instruments = 10",
                "    bars = [500ms, 60s]",
                "    indicators = [{ name = fast, kind = EMA, bar = 1m, period = 3 }]",
                "    rules = []",
                "    limits { max-spread-bps = 2.5e1, block-same-direction = false }",
                "  }",
                "  archiver.batch = 3",
                "  tools.colour = on",
                "}");
        assertThat(config.engineId()).isEqualTo(7);
        assertThat(config.ring()).isEqualTo(new RingConfig(1024, WaitKind.BUSY_SPIN));
        assertThat(config.batch()).isEqualTo(new BatchConfig(64, 1 << 20));
        assertThat(config.journal()).isEqualTo(new JournalConfig("FAST_DAILY", Durability.BATCH, 2_000, 10_000));
        assertThat(config.state()).isEqualTo(new StateConfig(10, 4_096));
        assertThat(config.bars()).extracting(BarInterval::name).containsExactly("500ms", "1m");
        assertThat(config.indicators())
                .containsExactly(new IndicatorSpec(
                        1, "fast", IndicatorKind.EMA, config.bars().get(1), List.of(3.0)));
        assertThat(config.rules()).isEmpty();
        assertThat(config.limits()).isEqualTo(new LimitsConfig(0.5, 0.1, 1.2, 25, false, 5, 20));
    }

    @Test
    void shouldAddToADefaultList() throws IOException {
        EngineConfig config = load(
                "millrace.engine.indicators += { name = extra, kind = sma, bar = 1h }",
                "millrace.engine.rules = ${millrace.engine.rules} [",
                "  { name = another, kind = rsi-reversion, bar = 1d, rsi = rsi-14-1d, atr = atr-14-1d }",
                "]");
        assertThat(config.indicators()).hasSize(21);
        assertThat(config.indicators().get(20).name()).isEqualTo("extra");
        assertThat(config.indicators().get(20).parameters()).containsExactly(20.0);
        RuleSpec added = config.rules().get(6);
        assertThat(added.name()).isEqualTo("another");
        assertThat(added.parameter("oversold")).isEqualTo(30);
        assertThat(added.indicators()).containsExactly(Map.entry("rsi", "rsi-14-1d"), Map.entry("atr", "atr-14-1d"));
    }

    @Test
    void shouldLetOverridesWinOverTheFile() throws IOException {
        Path file = directory.resolve("user.conf");
        Files.writeString(file, "millrace.engine { ring.size = 128, limits.cooldown-bars = 9 }");
        EngineConfig config = EngineConfig.load(
                Optional.of(file),
                Map.of(
                        "millrace.engine.ring.size", "256",
                        "millrace.engine.journal.force-interval", "50ms",
                        "millrace.engine.rules.ma-cross-1m.stop-atr", "4.5",
                        "millrace.engine.rules.ma-cross-1m.fast", "ema-20-1m",
                        "millrace.engine.indicators.ema-20-1m.period", "12"));
        assertThat(config.ring().size()).isEqualTo(256);
        assertThat(config.limits().cooldownBars()).isEqualTo(9);
        assertThat(config.journal().forceIntervalMs()).isEqualTo(50);
        assertThat(config.rules().get(0).parameter("stop-atr")).isEqualTo(4.5);
        assertThat(config.rules().get(0).indicators()).containsEntry("fast", "ema-20-1m");
        assertThat(config.indicatorsByName().get("ema-20-1m").parameters()).containsExactly(12.0);
        assertThat(config.rules()).hasSize(6);
    }

    @Test
    void shouldTakeOnlyTheSystemPropertiesOfTheEngine() {
        Properties properties = new Properties();
        properties.setProperty("millrace.engine.ring.size", "64");
        properties.setProperty("millrace.home", "/opt/millrace");
        properties.setProperty("java.version", "17");
        assertThat(EngineConfig.overridesOf(properties)).containsExactly(Map.entry("millrace.engine.ring.size", "64"));
    }

    @Test
    void shouldKeepTheCanonicalTextAndItsDigest() {
        // A change here changes the digest of every journal's configuration: it must be meant, and in the changelog.
        assertThat(DEFAULTS.canonicalText())
                .startsWith("""
                        engine-id=1
                        bars=["1s","1m","5m","1h","1d"]
                        indicators=[
                        {name="sma-10-1m",kind="sma",bar="1m",period=10}
                        """)
                .contains("""

                        {name="stochastic-14-1m",kind="stochastic",bar="1m",k-period=14,k-smoothing=3,d-period=3}
                        """)
                .contains("\n{name=\"bollinger-breakout-1m\",kind=\"bollinger-breakout\",bar=\"1m\","
                        + "bands=\"bollinger-20-1m\",atr=\"atr-14-1m\",half-confidence=0.25,stop-atr=2,target-atr=4,"
                        + "expiry-bars=20}\n")
                .endsWith("""
                        ]
                        limits={min-volatility-bps=0.5,min-confidence=0.1,min-risk-reward=1.2,max-spread-bps=25,\
                        block-same-direction=true,cooldown-bars=5,max-signals-per-hour=20}
                        """);
        assertThat(DEFAULTS.shapeDigest()).isEqualTo(0xf5dca40ed7918270L);
    }

    @Test
    void shouldComeBackFromTheCanonicalText() {
        EngineConfig back = EngineConfig.fromCanonical(DEFAULTS.canonicalText(), DEFAULTS);
        assertThat(back).isEqualTo(DEFAULTS);
        assertThat(back.canonicalText()).isEqualTo(DEFAULTS.canonicalText());
        assertThat(back.shapeDigest()).isEqualTo(DEFAULTS.shapeDigest());
    }

    @Test
    void shouldTakeTheProcessPartFromTheRunningConfiguration() throws IOException {
        EngineConfig runtime =
                load("millrace.engine { engine-id = 9, ring.size = 64, batch.max-records = 3, bars = [1d] "
                        + ", indicators = [], rules = [], limits.cooldown-bars = 0, state.max-feeds = 5"
                        + ", journal.durability = each }");
        EngineConfig back = EngineConfig.fromCanonical(DEFAULTS.canonicalText(), runtime);
        assertThat(back.ring()).isEqualTo(runtime.ring());
        assertThat(back.batch()).isEqualTo(runtime.batch());
        assertThat(back.journal()).isEqualTo(runtime.journal());
        assertThat(back.state()).isEqualTo(runtime.state());
        assertThat(back.shapeDigest()).isEqualTo(DEFAULTS.shapeDigest());
        assertThat(back.engineId()).isEqualTo(1);
    }

    @Test
    void shouldChangeTheDigestWithTheShapeOnly() {
        Map<String, String> shape = Map.of(
                "millrace.engine.engine-id", "2",
                "millrace.engine.rules.ma-cross-1m.stop-atr", "2.0000000000000004",
                "millrace.engine.indicators.sma-10-1m.period", "11",
                "millrace.engine.limits.block-same-direction", "false",
                "millrace.engine.bars", "[1s,1m,5m,10m,1h,1d]");
        shape.forEach((key, value) ->
                assertThat(override(key, value).shapeDigest()).as(key).isNotEqualTo(DEFAULTS.shapeDigest()));
        Map<String, String> process = Map.of(
                "millrace.engine.ring.size", "64",
                "millrace.engine.batch.max-records", "1",
                "millrace.engine.journal.durability", "each",
                "millrace.engine.state.max-instruments", "1",
                // The same values, written differently.
                "millrace.engine.rules.ma-cross-1m.stop-atr", "2.0e0",
                "millrace.engine.bars", "[1000ms,60s,300s,60m,24h]");
        process.forEach((key, value) ->
                assertThat(override(key, value).shapeDigest()).as(key).isEqualTo(DEFAULTS.shapeDigest()));
    }

    @Test
    void shouldNameTheJournalWhenItsConfigurationIsDamaged() {
        String text = DEFAULTS.canonicalText().replace("period=30", "period=-3");
        assertThatThrownBy(() -> EngineConfig.fromCanonical(text, DEFAULTS))
                .isInstanceOf(ConfigurationError.class)
                .hasMessage("millrace.engine.indicators.sma-30-1m.period = -3: must be a whole number from 1 to 10000 "
                        + "(journaled configuration:5)");
        assertThatThrownBy(() -> EngineConfig.fromCanonical("ring { size = 64 }", DEFAULTS))
                .isInstanceOf(ConfigurationError.class)
                .hasMessage(
                        "millrace.engine.ring: unknown key; the keys are engine-id, bars, indicators, rules, limits "
                                + "(journaled configuration:1)");
        assertThatThrownBy(() -> EngineConfig.fromCanonical("engine-id = 1, bars = [1m]", DEFAULTS))
                .isInstanceOf(ConfigurationError.class)
                .hasMessage("millrace.engine.indicators: is missing; must be a list of up to 256 sections in braces "
                        + "(journaled configuration:1)");
    }

    @Test
    void shouldRefuseListsWithoutOrder() {
        assertThatThrownBy(() -> copy(List.of(BarInterval.ofNs(2_000_000_000L), BarInterval.ofNs(1_000_000_000L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than the bar before it");
        assertThatThrownBy(() -> copy(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> copy(List.of(BarInterval.ofNs(1_000_000_000L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bars must be built");
    }

    private static EngineConfig copy(List<BarInterval> bars) {
        return new EngineConfig(
                1,
                DEFAULTS.layout(),
                DEFAULTS.ring(),
                DEFAULTS.batch(),
                DEFAULTS.journal(),
                DEFAULTS.state(),
                DEFAULTS.aeron(),
                DEFAULTS.snapshot(),
                DEFAULTS.retention(),
                bars,
                DEFAULTS.indicators(),
                DEFAULTS.rules(),
                DEFAULTS.limits());
    }

    private static EngineConfig override(String key, String value) {
        return EngineConfig.load(Optional.empty(), Map.of(key, value));
    }

    private EngineConfig load(String... lines) throws IOException {
        Path file = directory.resolve("user.conf");
        Files.write(file, List.of(lines));
        return EngineConfig.load(Optional.of(file), Map.of());
    }
}
