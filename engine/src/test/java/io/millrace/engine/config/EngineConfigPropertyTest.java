package io.millrace.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.engine.indicator.ParameterSpec;
import io.millrace.engine.rule.ReferenceSpec;
import io.millrace.engine.rule.RuleKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any configuration that can be built comes back from its canonical text without a difference. */
@Timeout(60)
class EngineConfigPropertyTest {
    private static final long[] INTERVALS_MS = {100, 1_000, 15_000, 60_000, 300_000, 1_800_000, 3_600_000, 86_400_000};

    @Test
    void shouldComeBackFromTheCanonicalText() {
        EngineConfig defaults = EngineConfig.defaults();
        for (long seed = 1; seed <= 300; seed++) {
            EngineConfig config = random(new Random(seed), defaults);
            EngineConfig back = EngineConfig.fromCanonical(config.canonicalText(), config);
            assertThat(back).as("seed %d", seed).isEqualTo(config);
            assertThat(back.canonicalText()).as("seed %d", seed).isEqualTo(config.canonicalText());
        }
    }

    private static EngineConfig random(Random random, EngineConfig defaults) {
        List<BarInterval> bars = new ArrayList<>();
        for (long intervalMs : INTERVALS_MS) {
            if (random.nextBoolean() || (bars.isEmpty() && intervalMs == 86_400_000)) {
                bars.add(BarInterval.ofNs(intervalMs * 1_000_000));
            }
        }
        List<IndicatorSpec> indicators = new ArrayList<>();
        for (BarInterval bar : bars) {
            for (IndicatorKind kind : IndicatorKind.values()) {
                for (int i = 0; i < 2; i++) {
                    indicators.add(indicator(random, indicators.size() + 1, kind, bar));
                }
            }
        }
        List<RuleSpec> rules = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            rules.add(rule(random, rules.size() + 1, bars.get(random.nextInt(bars.size())), indicators));
        }
        LimitsConfig limits = new LimitsConfig(
                random.nextDouble() * 10_000,
                random.nextDouble(),
                random.nextDouble() * 10,
                random.nextDouble() * 20_000,
                random.nextBoolean(),
                random.nextInt(10_001),
                random.nextInt(1_000_001));
        return new EngineConfig(
                1 + random.nextInt(65_535),
                defaults.layout(),
                defaults.ring(),
                defaults.batch(),
                defaults.journal(),
                defaults.state(),
                defaults.aeron(),
                defaults.snapshot(),
                defaults.retention(),
                bars,
                indicators,
                rules,
                limits);
    }

    private static IndicatorSpec indicator(Random random, int id, IndicatorKind kind, BarInterval bar) {
        List<Double> parameters = new ArrayList<>();
        for (ParameterSpec spec : kind.parameters()) {
            parameters.add(value(random, spec));
        }
        if (kind == IndicatorKind.MACD && parameters.get(0) >= parameters.get(1)) {
            parameters.set(0, parameters.get(1) - 1);
        }
        return new IndicatorSpec(id, "true-" + id, kind, bar, parameters);
    }

    private static RuleSpec rule(Random random, int id, BarInterval bar, List<IndicatorSpec> indicators) {
        List<RuleKind> kinds = List.of(RuleKind.values());
        RuleKind kind = kinds.get(random.nextInt(kinds.size()));
        Map<String, String> references = new HashMap<>();
        for (ReferenceSpec reference : kind.references()) {
            List<IndicatorSpec> fitting = indicators.stream()
                    .filter(indicator -> indicator.bar().equals(bar)
                            && reference.kinds().contains(indicator.kind())
                            && !references.containsValue(indicator.name()))
                    .toList();
            references.put(
                    reference.role(),
                    fitting.get(random.nextInt(fitting.size())).name());
        }
        Map<String, Double> parameters = new HashMap<>();
        for (ParameterSpec spec : kind.parameters()) {
            parameters.put(spec.name(), value(random, spec));
        }
        return new RuleSpec(id, "null-" + id, kind, bar, parameters, references);
    }

    private static double value(Random random, ParameterSpec spec) {
        double value = spec.min() + random.nextDouble() * (spec.max() - spec.min());
        return spec.integer() ? Math.rint(value) : value;
    }
}
