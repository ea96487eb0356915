package io.millrace.benchmarks.rule;

import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.engine.indicator.Bar;
import io.millrace.engine.rule.RuleOutcome;
import io.millrace.engine.state.StateLayout;
import io.millrace.engine.state.StateLayout.IndicatorSlot;
import io.millrace.engine.state.StateLayout.RuleSlot;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A rule of the standard load, and the block of one instrument as its indicators left it at each of many bars in a row: what the
 * rule reads changes from call to call, as it does from bar to bar, and the indicators' own cost is not in the figure.
 *
 * <p>JMH's thread; {@link #evaluateNext} allocates nothing.
 */
@State(Scope.Thread)
public class WarmBlocks {
    private static final int BARS = 512;
    private static final int WARM_UP_BARS = 64;
    private static final int INTERVAL = 0;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_NS = 1_700_006_400_000_000_000L;
    private static final long SEED = 4_711L;

    /** Place of the rule in the configuration of the standard load. */
    @Param({"moving-average-cross", "rsi-reversion", "bollinger-breakout"})
    public String rule;

    private final UnsafeBuffer[] blocks = new UnsafeBuffer[BARS];
    private final Bar[] bars = new Bar[BARS];
    private final RuleOutcome outcome = new RuleOutcome();
    private RuleSlot slot;
    private UnsafeBuffer ruleState;
    private int next;

    /** Computes the blocks. */
    @Setup
    public void compute() {
        final StateLayout layout = new StateLayout(LoadConfig.standard());
        slot = find(layout);
        ruleState = new UnsafeBuffer(ByteBuffer.allocateDirect(layout.blockBytes()));
        slot.rule().reset(ruleState, slot.offset());
        final UnsafeBuffer block = new UnsafeBuffer(ByteBuffer.allocateDirect(layout.blockBytes()));
        for (final IndicatorSlot indicator : layout.indicators(INTERVAL)) {
            indicator.indicator().reset(block, indicator.offset());
        }
        final SplittableRandom random = new SplittableRandom(SEED);
        double price = 100.0;
        for (int i = -WARM_UP_BARS; i < BARS; i++) {
            final double open = price;
            price += 0.4 * (random.nextDouble() - 0.5) + 0.01 * (100.0 - price);
            final Bar bar = new Bar()
                    .set(
                            START_NS + (WARM_UP_BARS + i) * SECOND_NS,
                            SECOND_NS,
                            open,
                            Math.max(open, price) + 0.05,
                            Math.min(open, price) - 0.05,
                            price,
                            1.0 + random.nextInt(10_000));
            for (final IndicatorSlot indicator : layout.indicators(INTERVAL)) {
                indicator.indicator().update(block, indicator.offset(), bar);
            }
            if (i >= 0) {
                bars[i] = bar;
                blocks[i] = new UnsafeBuffer(ByteBuffer.allocateDirect(layout.blockBytes()));
                blocks[i].putBytes(0, block, 0, layout.blockBytes());
            }
        }
    }

    /** Evaluates the rule at the next bar. */
    public boolean evaluateNext() {
        final int bar = next;
        next = (bar + 1) & (BARS - 1);
        return slot.rule().evaluate(ruleState, slot.offset(), blocks[bar], bars[bar], outcome);
    }

    private RuleSlot find(final StateLayout layout) {
        for (final RuleSlot candidate : layout.rules(INTERVAL)) {
            if (candidate.spec().name().startsWith(prefix())) {
                return candidate;
            }
        }
        throw new IllegalStateException("the standard load has no rule " + rule);
    }

    private String prefix() {
        return "moving-average-cross".equals(rule) ? "ma-cross" : rule;
    }
}
