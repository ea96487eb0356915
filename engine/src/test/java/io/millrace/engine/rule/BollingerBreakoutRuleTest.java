package io.millrace.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.indicator.Bar;
import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.journal.codec.Action;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BollingerBreakoutRuleTest {
    private static final long WARM = 1_000;
    private static final int UPPER = IndicatorKind.BOLLINGER.outputNames().indexOf("upper");
    private static final int LOWER = IndicatorKind.BOLLINGER.outputNames().indexOf("lower");

    private final RuleRig rig = new RuleRig(
            RuleKind.BOLLINGER_BREAKOUT,
            Map.of(),
            Map.of("bands", IndicatorKind.BOLLINGER.create(20, 2), "atr", IndicatorKind.ATR.create(14)));

    @Test
    void shouldFireOnceWhenTheCloseLeavesTheBands() {
        assertThat(closes(100, 111, 112, 105, 89, 88, 95)).isEqualTo(".B..S..");
    }

    @Test
    void shouldCountTheBandsAsInside() {
        assertThat(closes(100, 110, 90, 110.001, 110, 89.999)).isEqualTo("...B.S");
    }

    @Test
    void shouldNotFireWhenItWasNotInsideBefore() {
        assertThat(closes(100, 111, 89, 111)).isEqualTo(".B..");
        assertThat(closes(100, 89)).isEqualTo(".S");
    }

    @Test
    void shouldNotFireAtTheFirstWarmBar() {
        assertThat(closes(120, 121)).isEqualTo("..");
    }

    @Test
    void shouldNotFireUntilEveryIndicatorIsWarm() {
        for (String cold : new String[] {"bands", "atr"}) {
            put(WARM);
            rig.put(cold, 1, 0);
            byte[] before = rig.state();
            assertThat(rig.evaluate(bar(100))).isFalse();
            assertThat(rig.state()).as("slice while %s is cold", cold).isEqualTo(before);
        }
        assertThat(closes(120)).as("the bars before were not seen").isEqualTo(".");
    }

    @Test
    void shouldSayWhatItSaw() {
        closes(100, 112);
        assertThat(rig.outcome.action()).isEqualTo(Action.BUY);
        assertThat(rig.outcome.operand0()).isEqualTo(112);
        assertThat(rig.outcome.operand1()).isEqualTo(110);
        assertThat(rig.outcome.operand2()).isEqualTo(90);
        assertThat(rig.outcome.operand3()).isEqualTo(2);
        assertThat(rig.outcome.barNumber()).isEqualTo(WARM + 1);
        // 1 ATR beyond the band, where 0.25 give one half.
        assertThat(rig.outcome.confidence()).isEqualTo(1 / 1.25);

        closes(100, 86);
        assertThat(rig.outcome.action()).isEqualTo(Action.SELL);
        assertThat(rig.outcome.confidence()).isEqualTo(2 / 2.25);
    }

    private String closes(double... closes) {
        StringBuilder fired = new StringBuilder();
        for (int i = 0; i < closes.length; i++) {
            put(WARM + i);
            boolean fires = rig.evaluate(bar(closes[i]));
            fired.append(fires ? rig.outcome.action() == Action.BUY ? 'B' : 'S' : '.');
        }
        return fired.toString();
    }

    private void put(long barCount) {
        double[] outputs = new double[3];
        outputs[IndicatorKind.BOLLINGER.outputNames().indexOf("middle")] = 100;
        outputs[UPPER] = 110;
        outputs[LOWER] = 90;
        rig.put("bands", barCount, outputs);
        rig.put("atr", barCount, 2);
    }

    private static Bar bar(double close) {
        return new Bar().set(0, 60_000_000_000L, close, close + 1, close - 1, close, 1);
    }
}
