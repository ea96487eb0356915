package io.millrace.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.indicator.Bar;
import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.journal.codec.Action;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RsiReversionRuleTest {
    private static final long WARM = 1_000;

    private final Bar bar = new Bar().set(0, 60_000_000_000L, 100, 101, 99, 100, 1);
    private final RuleRig rig = new RuleRig(
            RuleKind.RSI_REVERSION,
            Map.of(),
            Map.of("rsi", IndicatorKind.RSI.create(14), "atr", IndicatorKind.ATR.create(14)));

    @Test
    void shouldFireOnceWhenItLeavesAZoneInward() {
        assertThat(values(50, 25, 20, 35, 40, 75, 80, 65, 60)).isEqualTo("...B...S.");
    }

    @Test
    void shouldCountTheEdgeAsInside() {
        assertThat(values(50, 30, 30.0001, 70, 69.9999)).isEqualTo("..B.S");
    }

    @Test
    void shouldFireAgainAfterEachStay() {
        assertThat(values(29, 31, 29, 31)).isEqualTo(".B.B");
    }

    @Test
    void shouldFireWhenItCrossesFromOneZoneIntoTheOther() {
        assertThat(values(50, 20, 80, 60)).isEqualTo("..BS");
    }

    @Test
    void shouldNotFireUntilEveryIndicatorIsWarm() {
        for (String cold : new String[] {"rsi", "atr"}) {
            rig.put("rsi", WARM, 20);
            rig.put("atr", WARM, 1);
            rig.put(cold, 1, 0);
            byte[] before = rig.state();
            assertThat(rig.evaluate(bar)).isFalse();
            assertThat(rig.state()).as("slice while %s is cold", cold).isEqualTo(before);
        }
        assertThat(values(40)).as("the bars before were not seen").isEqualTo(".");
    }

    @Test
    void shouldSayWhatItSaw() {
        values(50, 25, 10, 28, 33);
        assertThat(rig.outcome.action()).isEqualTo(Action.BUY);
        assertThat(rig.outcome.operand0()).isEqualTo(33);
        assertThat(rig.outcome.operand1()).isEqualTo(28);
        assertThat(rig.outcome.operand2()).isEqualTo(10);
        assertThat(rig.outcome.operand3()).isEqualTo(2);
        assertThat(rig.outcome.barNumber()).isEqualTo(WARM + 4);
        // 20 points deep, where 5 give one half.
        assertThat(rig.outcome.confidence()).isEqualTo(20.0 / 25.0);

        values(71, 90, 69);
        assertThat(rig.outcome.action()).isEqualTo(Action.SELL);
        assertThat(rig.outcome.operand2()).isEqualTo(90);
        assertThat(rig.outcome.confidence()).isEqualTo(20.0 / 25.0);
    }

    @Test
    void shouldForgetTheExtremeOfAnEarlierStay() {
        values(5, 50, 29, 40);
        assertThat(rig.outcome.operand2()).isEqualTo(29);
    }

    private String values(double... values) {
        StringBuilder fired = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            rig.put("rsi", WARM + i, values[i]);
            rig.put("atr", WARM + i, 2);
            boolean fires = rig.evaluate(bar);
            fired.append(fires ? rig.outcome.action() == Action.BUY ? 'B' : 'S' : '.');
        }
        return fired.toString();
    }
}
