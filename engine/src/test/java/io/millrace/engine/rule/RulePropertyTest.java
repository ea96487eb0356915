package io.millrace.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.indicator.Bar;
import io.millrace.engine.indicator.Indicator;
import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.journal.codec.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules over real indicators on random markets, compared with plain ones and with themselves after a restart. */
@Timeout(60)
class RulePropertyTest {
    private static final int BARS = 600;
    private static final int SEEDS = 20;

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithTheNaiveRule(RuleKind kind) {
        int fired = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Map<String, Double> parameters = parameters(kind, seed);
            RuleRig rig = rig(kind, seed);
            SeededBars bars = new SeededBars(seed);
            List<NaiveRules.Seen> history = new ArrayList<>();
            for (int i = 0; i < BARS; i++) {
                Bar bar = bars.next();
                boolean fires = rig.close(bar);
                if (!rig.warm()) {
                    assertThat(fires).as("seed %d, bar %d, not warm", seed, i).isFalse();
                    continue;
                }
                history.add(seen(kind, seed, rig, bar));
                NaiveRules.Said expected = NaiveRules.atLastBar(kind, parameters, history);
                assertThat(fires).as("seed %d, bar %d", seed, i).isEqualTo(expected != null);
                if (fires) {
                    assertThat(rig.outcome.action())
                            .as("seed %d, bar %d", seed, i)
                            .isEqualTo(expected.action());
                    assertThat(rig.outcome.confidence())
                            .as("seed %d, bar %d", seed, i)
                            .isBetween(0.0, 1.0)
                            .isEqualTo(expected.confidence());
                    assertThat(rig.outcome.barNumber()).as("seed %d", seed).isEqualTo(i + 1L);
                    fired++;
                }
            }
        }
        assertThat(fired).as("the markets give enough to compare").isGreaterThan(10 * SEEDS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnBitForBitFromACopiedSlice(RuleKind kind) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            SeededBars bars = new SeededBars(seed);
            RuleRig straight = rig(kind, seed);
            RuleRig resumed = rig(kind, seed);
            for (int i = 0; i < BARS; i++) {
                Bar bar = bars.next();
                boolean fires = straight.close(bar);
                if (i % 7 == 0) {
                    byte[] state = resumed.state();
                    resumed = rig(kind, seed);
                    resumed.restore(state);
                }
                assertThat(resumed.close(bar)).as("seed %d, bar %d", seed, i).isEqualTo(fires);
                if (fires) {
                    assertThat(described(resumed))
                            .as("seed %d, bar %d", seed, i)
                            .isEqualTo(described(straight));
                }
            }
            assertThat(resumed.state()).as("seed %d", seed).isEqualTo(straight.state());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "MOVING_AVERAGE_CROSS")
    void shouldAlternateBetweenBuyingAndSellingOnCrosses(RuleKind kind) {
        for (long seed = 2; seed <= SEEDS; seed += 2) {
            SeededBars bars = new SeededBars(seed);
            RuleRig rig = rig(kind, seed);
            Action last = null;
            for (int i = 0; i < BARS; i++) {
                if (rig.close(bars.next())) {
                    assertThat(rig.outcome.action())
                            .as("seed %d, bar %d", seed, i)
                            .isNotEqualTo(last);
                    last = rig.outcome.action();
                }
            }
            assertThat(last).as("seed %d", seed).isNotNull();
        }
    }

    private static List<Object> described(RuleRig rig) {
        RuleOutcome outcome = rig.outcome;
        return List.of(
                outcome.action(),
                outcome.confidence(),
                outcome.operand0(),
                outcome.operand1(),
                outcome.operand2(),
                outcome.operand3(),
                outcome.atr(),
                outcome.barNumber());
    }

    /** Odd seeds have a trend filter. */
    private static Map<String, Double> parameters(RuleKind kind, long seed) {
        boolean filtered = kind == RuleKind.MOVING_AVERAGE_CROSS && seed % 2 == 1;
        return RuleRig.withDefaults(kind, filtered ? Map.of("min-adx", 20.0) : Map.of());
    }

    private static Map<String, Indicator> roles(RuleKind kind, long seed) {
        Map<String, Indicator> roles = new HashMap<>();
        roles.put("atr", IndicatorKind.ATR.create(14));
        switch (kind) {
            case MOVING_AVERAGE_CROSS -> {
                roles.put("fast", IndicatorKind.SMA.create(3));
                roles.put("slow", IndicatorKind.SMA.create(9));
                if (seed % 2 == 1) {
                    roles.put("adx", IndicatorKind.ADX.create(14));
                }
            }
            case RSI_REVERSION -> roles.put("rsi", IndicatorKind.RSI.create(7));
            case BOLLINGER_BREAKOUT -> roles.put("bands", IndicatorKind.BOLLINGER.create(20, 1.5));
        }
        return roles;
    }

    private static RuleRig rig(RuleKind kind, long seed) {
        return new RuleRig(kind, parameters(kind, seed), roles(kind, seed));
    }

    private static NaiveRules.Seen seen(RuleKind kind, long seed, RuleRig rig, Bar bar) {
        Map<String, double[]> outputs = new HashMap<>();
        roles(kind, seed).forEach((role, indicator) -> {
            double[] values = new double[indicator.outputCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = rig.output(role, i);
            }
            outputs.put(role, values);
        });
        return new NaiveRules.Seen(bar.close(), outputs);
    }
}
