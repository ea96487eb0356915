package io.millrace.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.engine.config.LimitsConfig;
import io.millrace.engine.indicator.Bar;
import io.millrace.engine.rule.RuleOutcome;
import io.millrace.journal.codec.Action;
import io.millrace.journal.codec.BlockReason;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignalLimitsTest {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final long NOON_NS = 472_222L * HOUR_NS;
    private static final int RULE = 8;
    private static final int OTHER_RULE = RULE + SignalLimits.RULE_STATE_SIZE_BYTES;
    private static final int INSTRUMENT = OTHER_RULE + SignalLimits.RULE_STATE_SIZE_BYTES;
    private static final LimitsConfig OFF = new LimitsConfig(0, 0, 0, 0, false, 0, 0);

    private final UnsafeBuffer block =
            new UnsafeBuffer(new byte[INSTRUMENT + SignalLimits.INSTRUMENT_STATE_SIZE_BYTES]);
    private final RuleOutcome outcome = new RuleOutcome();
    private final SignalLevels levels = new SignalLevels(2, 3, 10);
    private SignalLimits limits = new SignalLimits(OFF);
    private double atr = 1;
    private double confidence = 0.5;
    private double spreadBps = Double.NaN;
    private Action action = Action.BUY;
    private long barNumber = 100;
    private long timeNs = NOON_NS;
    private int rule = RULE;

    @Test
    void shouldLetEverythingPassWhenEveryLimitIsOff() {
        confidence = 0;
        atr = 0.01;
        spreadBps = 1e9;
        for (int i = 0; i < 1_000; i++) {
            assertThat(check()).isEqualTo(BlockReason.NONE);
        }
    }

    @Test
    void shouldStopASignalWithoutLevelsWhateverTheLimits() {
        atr = 0;
        stopped(BlockReason.NO_VOLATILITY, 0, 0);
        // The stop of a BUY 2 ATR below is above 0 for an ATR under half the price.
        atr = 60;
        stopped(BlockReason.NO_VOLATILITY, 5_000, 6_000);
        action = Action.SELL;
        atr = 40;
        stopped(BlockReason.NO_VOLATILITY, 10_000.0 / 3, 4_000);
    }

    @Test
    void shouldStopASignalInACalmMarket() {
        limits = new SignalLimits(new LimitsConfig(50, 0, 0, 0, false, 0, 0));
        atr = 0.49;
        stopped(BlockReason.NO_VOLATILITY, 50, 49);
        atr = 0.5;
        assertThat(check()).isEqualTo(BlockReason.NONE);
    }

    @Test
    void shouldStopLowConfidence() {
        limits = new SignalLimits(new LimitsConfig(0, 0.25, 0, 0, false, 0, 0));
        confidence = 0.24;
        stopped(BlockReason.LOW_CONFIDENCE, 0.25, 0.24);
        confidence = 0.25;
        assertThat(check()).isEqualTo(BlockReason.NONE);
    }

    @Test
    void shouldStopALowRatioOfRewardToRisk() {
        limits = new SignalLimits(new LimitsConfig(0, 0, 1.6, 0, false, 0, 0));
        stopped(BlockReason.LOW_RISK_REWARD, 1.6, 1.5);
        limits = new SignalLimits(new LimitsConfig(0, 0, 1.5, 0, false, 0, 0));
        for (int i = 1; i < 1_000; i++) {
            atr = i / 777.0;
            assertThat(check())
                    .as("rounding never brings the ratio below the configured one")
                    .isEqualTo(BlockReason.NONE);
        }
    }

    @Test
    void shouldStopAWideSpreadWhenBothSidesAreQuoted() {
        limits = new SignalLimits(new LimitsConfig(0, 0, 0, 10, false, 0, 0));
        spreadBps = 10.5;
        stopped(BlockReason.WIDE_SPREAD, 10, 10.5);
        spreadBps = 10;
        assertThat(check()).isEqualTo(BlockReason.NONE);
        spreadBps = -3;
        assertThat(check()).isEqualTo(BlockReason.NONE);
        spreadBps = Double.NaN;
        assertThat(check()).isEqualTo(BlockReason.NONE);
    }

    @Test
    void shouldMeasureTheSpread() {
        assertThat(SignalLimits.spreadBps(9_990, 1, 10_010, 1)).isEqualTo(20);
        assertThat(SignalLimits.spreadBps(10_010, 1, 9_990, 1)).isEqualTo(-20);
        assertThat(SignalLimits.spreadBps(10_000, 0, 10_010, 1)).isNaN();
        assertThat(SignalLimits.spreadBps(10_000, 1, 10_010, 0)).isNaN();
        assertThat(SignalLimits.spreadBps(0, 1, 10_010, 1)).isNaN();
        assertThat(SignalLimits.spreadBps(10_000, 1, 0, 1)).isNaN();
        assertThat(SignalLimits.spreadBps(1, 1, Long.MAX_VALUE, 1)).isEqualTo(20_000);
    }

    @Test
    void shouldStopTheSameDirectionUntilTheSignalExpires() {
        limits = new SignalLimits(new LimitsConfig(0, 0, 0, 0, true, 0, 0));
        assertThat(check()).isEqualTo(BlockReason.NONE);
        timeNs = NOON_NS + 7 * MINUTE_NS;
        stopped(BlockReason.SAME_DIRECTION_OPEN, 0, 180);
        action = Action.SELL;
        assertThat(check()).as("the other direction").isEqualTo(BlockReason.NONE);
        action = Action.BUY;
        stopped(BlockReason.SAME_DIRECTION_OPEN, 0, 180);
        rule = OTHER_RULE;
        assertThat(check()).as("another rule").isEqualTo(BlockReason.NONE);
        rule = RULE;
        timeNs = NOON_NS + 10 * MINUTE_NS;
        assertThat(check()).as("expired").isEqualTo(BlockReason.NONE);
    }

    @Test
    void shouldStopWithinTheCooldown() {
        limits = new SignalLimits(new LimitsConfig(0, 0, 0, 0, false, 5, 0));
        barNumber = 1;
        assertThat(check()).as("the first one").isEqualTo(BlockReason.NONE);
        barNumber = 5;
        stopped(BlockReason.COOLDOWN, 5, 4);
        action = Action.SELL;
        stopped(BlockReason.COOLDOWN, 5, 4);
        rule = OTHER_RULE;
        assertThat(check()).as("another rule").isEqualTo(BlockReason.NONE);
        rule = RULE;
        barNumber = 6;
        assertThat(check()).as("a stopped one does not begin the wait again").isEqualTo(BlockReason.NONE);
        barNumber = 10;
        stopped(BlockReason.COOLDOWN, 5, 4);
    }

    @Test
    void shouldStopTheInstrumentsSignalsAboveTheRate() {
        limits = new SignalLimits(new LimitsConfig(0, 0, 0, 0, false, 0, 3));
        for (int i = 0; i < 3; i++) {
            timeNs = NOON_NS + i;
            rule = i == 1 ? OTHER_RULE : RULE;
            assertThat(check()).isEqualTo(BlockReason.NONE);
        }
        stopped(BlockReason.RATE_LIMIT, 3, 4);
        timeNs = NOON_NS + HOUR_NS - 1;
        stopped(BlockReason.RATE_LIMIT, 3, 4);
        timeNs = NOON_NS + HOUR_NS;
        assertThat(check()).as("the next hour").isEqualTo(BlockReason.NONE);
    }

    @Test
    void shouldCountHoursBeforeTheEpoch() {
        limits = new SignalLimits(new LimitsConfig(0, 0, 0, 0, false, 0, 1));
        timeNs = -1;
        assertThat(check()).isEqualTo(BlockReason.NONE);
        timeNs = 0;
        assertThat(check()).as("another hour").isEqualTo(BlockReason.NONE);
        timeNs = HOUR_NS - 1;
        stopped(BlockReason.RATE_LIMIT, 1, 2);
    }

    @Test
    void shouldCheckInTheStatedOrder() {
        LimitsConfig all = new LimitsConfig(50, 0.5, 1.5, 10, true, 5, 1);
        limits = new SignalLimits(all);
        assertThat(check()).isEqualTo(BlockReason.NONE);
        // Now everything fails at once; putting one right after the other shows who comes next.
        SignalLevels poor = new SignalLevels(2, 1, 10);
        confidence = 0.4;
        spreadBps = 11;
        barNumber++;
        assertThat(checkAt(0.1, poor)).isEqualTo(BlockReason.NO_VOLATILITY);
        assertThat(checkAt(1, poor)).isEqualTo(BlockReason.LOW_CONFIDENCE);
        confidence = 0.5;
        assertThat(checkAt(1, poor)).isEqualTo(BlockReason.LOW_RISK_REWARD);
        assertThat(checkAt(1, levels)).isEqualTo(BlockReason.WIDE_SPREAD);
        spreadBps = 10;
        assertThat(checkAt(1, levels)).isEqualTo(BlockReason.SAME_DIRECTION_OPEN);
        action = Action.SELL;
        assertThat(checkAt(1, levels)).isEqualTo(BlockReason.COOLDOWN);
        barNumber += 5;
        assertThat(checkAt(1, levels)).isEqualTo(BlockReason.RATE_LIMIT);
        timeNs += HOUR_NS;
        assertThat(checkAt(1, levels)).isEqualTo(BlockReason.NONE);
    }

    @Test
    void shouldRememberOnlySignalsAndOnlyInItsSlices() {
        byte[] fresh = block.byteArray().clone();
        atr = 0;
        check();
        assertThat(block.byteArray()).isEqualTo(fresh);
        atr = 1;
        rule = OTHER_RULE;
        check();
        byte[] after = block.byteArray().clone();
        for (int i = 0; i < OTHER_RULE; i++) {
            assertThat(after[i]).isEqualTo(fresh[i]);
        }
        SignalLimits.resetRule(block, OTHER_RULE);
        SignalLimits.resetInstrument(block, INSTRUMENT);
        assertThat(block.byteArray()).isEqualTo(fresh);
    }

    @Test
    void shouldAllocateNothing() {
        limits = new SignalLimits(new LimitsConfig(1, 0.1, 1, 10, true, 3, 20));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Bar bar = new Bar();
        int passed = checkMany(bar, 200_000);
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            passed += checkMany(bar, 500_000);
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(passed).isPositive();
        assertThat(allocated).isZero();
    }

    private int checkMany(Bar bar, int count) {
        int passed = 0;
        for (int i = 0; i < count; i++) {
            barNumber++;
            timeNs += MINUTE_NS;
            Action direction = (i & 4) == 0 ? Action.BUY : Action.SELL;
            outcome.fired(direction, (i & 15) / 16.0, (i & 7) / 4.0, barNumber).operands(1, 2, 3, 4);
            bar.set(timeNs - MINUTE_NS, MINUTE_NS, 100, 100, 100, 100, 1);
            levels.set(direction, 10_000, -2, outcome.atr(), bar);
            if (limits.check(block, RULE, INSTRUMENT, outcome, levels, timeNs, i & 15) == BlockReason.NONE) {
                passed += TradeIdHash.of(1, 2, timeNs, 3, direction) == 0 ? 2 : 1;
            }
        }
        return passed;
    }

    private void stopped(BlockReason reason, double limit, double actual) {
        byte[] before = block.byteArray().clone();
        assertThat(check()).isEqualTo(reason);
        assertThat(limits.limitValue()).isEqualTo(limit);
        assertThat(limits.actualValue()).isEqualTo(actual);
        assertThat(block.byteArray()).as("a stopped signal leaves no trace").isEqualTo(before);
    }

    private BlockReason check() {
        return checkAt(atr, levels);
    }

    /** A bar that closes at the event time, with a close of 100.00. */
    private BlockReason checkAt(double volatility, SignalLevels ofRule) {
        outcome.fired(action, confidence, volatility, barNumber);
        Bar bar = new Bar().set(timeNs - MINUTE_NS, MINUTE_NS, 100, 101, 99, 100, 1);
        ofRule.set(action, 10_000, -2, volatility, bar);
        return limits.check(block, rule, INSTRUMENT, outcome, ofRule, timeNs, spreadBps);
    }
}
