package io.millrace.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.indicator.Bar;
import io.millrace.engine.indicator.Indicator;
import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.journal.codec.Action;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MovingAverageCrossRuleTest {
    private static final long WARM = 1_000;

    private final Bar bar = new Bar().set(0, 60_000_000_000L, 100, 101, 99, 100, 1);
    private RuleRig rig = rig(Map.of(), false);

    @Test
    void shouldFireOncePerCross() {
        assertThat(differences(-1, -2, 1, 2, 1, -0.5, -1)).isEqualTo("..B..S.");
    }

    @Test
    void shouldKeepSilentAtTheFirstWarmBar() {
        assertThat(differences(1)).isEqualTo(".");
        assertThat(differences(2, 3)).isEqualTo("..");
    }

    @Test
    void shouldKeepTheLastSignWhileTheAveragesAreEqual() {
        assertThat(differences(-1, 0, 0, -1, 0, 1, 0, 1, 0, -1)).isEqualTo(".....B...S");
    }

    @Test
    void shouldNotTakeTheFirstSignAfterEqualityForACross() {
        assertThat(differences(0, 0, 1, -1)).isEqualTo("...S");
    }

    @Test
    void shouldNotFireUntilEveryIndicatorIsWarm() {
        for (String cold : new String[] {"fast", "slow", "atr"}) {
            rig = rig(Map.of(), false);
            rig.put("fast", WARM, 9);
            rig.put("slow", WARM, 10);
            rig.put("atr", WARM, 1);
            rig.put(cold, 1, 0);
            byte[] before = rig.state();
            assertThat(rig.evaluate(bar)).isFalse();
            assertThat(rig.state()).as("slice while %s is cold", cold).isEqualTo(before);
        }
    }

    @Test
    void shouldSayWhatItSaw() {
        differences(-1, 3);
        assertThat(rig.outcome.action()).isEqualTo(Action.BUY);
        assertThat(rig.outcome.operand0()).isEqualTo(103);
        assertThat(rig.outcome.operand1()).isEqualTo(100);
        assertThat(rig.outcome.operand2()).isZero();
        assertThat(rig.outcome.operand3()).isEqualTo(2);
        assertThat(rig.outcome.atr()).isEqualTo(2);
        assertThat(rig.outcome.barNumber()).isEqualTo(WARM + 1);
        // The averages came 4 nearer in one bar, 2 ATR, where 0.1 ATR gives one half.
        assertThat(rig.outcome.confidence()).isEqualTo(2 / 2.1);
    }

    @Test
    void shouldHaveNoConfidenceWithoutVolatility() {
        rig.put("fast", WARM, 99);
        rig.put("slow", WARM, 100);
        rig.put("atr", WARM, 0);
        rig.evaluate(bar);
        rig.put("fast", WARM, 101);
        assertThat(rig.evaluate(bar)).isTrue();
        assertThat(rig.outcome.confidence()).isZero();
    }

    @Test
    void shouldNoteButNotFireACrossWithoutTrend() {
        rig = rig(Map.of("min-adx", 20.0), true);
        rig.put("adx", WARM, 19.9);
        assertThat(differences(-1, 1, 2)).isEqualTo("...");
        rig.put("adx", WARM, 20);
        assertThat(differences(3, -1)).isEqualTo(".S");
        assertThat(rig.outcome.operand2()).isEqualTo(20);
    }

    @Test
    void shouldWaitForTheTrendFilterToBeWarm() {
        rig = rig(Map.of("min-adx", 20.0), true);
        rig.put("adx", 1, 0);
        assertThat(differences(-1, 1)).isEqualTo("..");
        rig.put("adx", WARM, 50);
        assertThat(differences(1, -1)).isEqualTo(".S");
    }

    private String differences(double... values) {
        StringBuilder fired = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            rig.put("fast", WARM + i, 100 + values[i]);
            rig.put("slow", WARM + i, 100);
            rig.put("atr", WARM + i, 2);
            boolean fires = rig.evaluate(bar);
            fired.append(fires ? rig.outcome.action() == Action.BUY ? 'B' : 'S' : '.');
        }
        return fired.toString();
    }

    private static RuleRig rig(Map<String, Double> parameters, boolean withTrendFilter) {
        Map<String, Indicator> roles = new HashMap<>();
        roles.put("fast", IndicatorKind.SMA.create(10));
        roles.put("slow", IndicatorKind.EMA.create(30));
        roles.put("atr", IndicatorKind.ATR.create(14));
        if (withTrendFilter) {
            roles.put("adx", IndicatorKind.ADX.create(14));
        }
        return new RuleRig(RuleKind.MOVING_AVERAGE_CROSS, parameters, roles);
    }
}
