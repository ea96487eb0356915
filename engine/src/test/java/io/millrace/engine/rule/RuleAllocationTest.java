package io.millrace.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.engine.indicator.Bar;
import io.millrace.engine.indicator.Indicator;
import io.millrace.engine.indicator.IndicatorKind;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No rule allocates, whether it fires or not. */
@Timeout(60)
class RuleAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int EVALUATIONS = 1_000_000;
    private static final int ROUNDS = 3;

    private final Bar[] bars = bars();

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothing(RuleKind kind) {
        RuleRig rig = rig(kind);
        int fired = run(rig, 200_000);
        // The runtime may allocate some bytes once, for itself; what a rule allocates shows in every round.
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            fired += run(rig, EVALUATIONS);
            allocated = Math.min(allocated, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(fired).isGreaterThan(10_000);
        assertThat(allocated)
                .as("bytes allocated by %d evaluations", EVALUATIONS)
                .isZero();
    }

    private int run(RuleRig rig, int evaluations) {
        int fired = 0;
        for (int i = 0; i < evaluations; i++) {
            if (rig.close(bars[i & 4095])) {
                fired++;
            }
        }
        return fired;
    }

    private static RuleRig rig(RuleKind kind) {
        Map<String, Indicator> roles = new HashMap<>();
        roles.put("atr", IndicatorKind.ATR.create(14));
        roles.put("adx", IndicatorKind.ADX.create(14));
        roles.put("fast", IndicatorKind.SMA.create(3));
        roles.put("slow", IndicatorKind.EMA.create(9));
        roles.put("rsi", IndicatorKind.RSI.create(7));
        roles.put("bands", IndicatorKind.BOLLINGER.create(20, 1.5));
        return new RuleRig(kind, Map.of(), roles);
    }

    private static Bar[] bars() {
        SeededBars source = new SeededBars(99);
        Bar[] bars = new Bar[4096];
        for (int i = 0; i < bars.length; i++) {
            Bar bar = source.next();
            bars[i] = new Bar()
                    .set(
                            bar.openTimeNs(),
                            bar.intervalNs(),
                            bar.open(),
                            bar.high(),
                            bar.low(),
                            bar.close(),
                            bar.volume());
        }
        return bars;
    }
}
