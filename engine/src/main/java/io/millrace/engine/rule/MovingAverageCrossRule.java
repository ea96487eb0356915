package io.millrace.engine.rule;

import io.millrace.engine.indicator.Bar;
import io.millrace.journal.codec.Action;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A fast moving average crosses a slow one: BUY when it comes out above, SELL when it comes out below.
 *
 * <p>A cross is a change of the sign of {@code d = fast - slow} from one closed bar to the next. Where the two are equal the
 * last sign stays, so touching without crossing is silent and one cross fires once. The first bar at which every indicator
 * is warm only notes the sign.
 *
 * <p>With a trend filter (an ADX and a least value) a cross in a market without trend is noted but does not fire.
 *
 * <p>Confidence: {@code x / (x + half)} with {@code x = |d - previous d| / ATR}, the speed of the crossing in ATR per bar; 0
 * when the ATR is 0.
 *
 * <p>Slice: {@code long lastSign (-1, 0 unknown, 1) | double previousDifference}.
 *
 * <p>Engine thread. No allocation. Does not fail.
 */
final class MovingAverageCrossRule implements Rule {
    private static final int LAST_SIGN = 0;
    private static final int PREVIOUS_DIFFERENCE = 8;
    private static final int STATE_SIZE_BYTES = 16;

    private final BoundIndicator fast;
    private final BoundIndicator slow;
    private final BoundIndicator atr;
    private final BoundIndicator adx;
    private final int adxOutput;
    private final double minAdx;
    private final double halfConfidence;

    /**
     * Binds the rule.
     *
     * @param adx null where there is no trend filter
     */
    MovingAverageCrossRule(
            BoundIndicator fast,
            BoundIndicator slow,
            BoundIndicator atr,
            BoundIndicator adx,
            int adxOutput,
            double minAdx,
            double halfConfidence) {
        this.fast = fast;
        this.slow = slow;
        this.atr = atr;
        this.adx = adx;
        this.adxOutput = adxOutput;
        this.minAdx = minAdx;
        this.halfConfidence = halfConfidence;
    }

    @Override
    public int stateSizeBytes() {
        return STATE_SIZE_BYTES;
    }

    @Override
    public void reset(MutableDirectBuffer state, int offset) {
        state.putLong(offset + LAST_SIGN, 0);
        state.putDouble(offset + PREVIOUS_DIFFERENCE, 0.0);
    }

    @Override
    public boolean evaluate(
            MutableDirectBuffer ruleState, int ruleOffset, DirectBuffer block, Bar bar, RuleOutcome out) {
        if (!fast.warm(block) || !slow.warm(block) || !atr.warm(block) || (adx != null && !adx.warm(block))) {
            return false;
        }
        double fastValue = fast.output(block, 0);
        double slowValue = slow.output(block, 0);
        double difference = fastValue - slowValue;
        double previousDifference = ruleState.getDouble(ruleOffset + PREVIOUS_DIFFERENCE);
        long lastSign = ruleState.getLong(ruleOffset + LAST_SIGN);
        long sign = difference > 0.0 ? 1 : difference < 0.0 ? -1 : lastSign;
        ruleState.putLong(ruleOffset + LAST_SIGN, sign);
        ruleState.putDouble(ruleOffset + PREVIOUS_DIFFERENCE, difference);
        if (lastSign == 0 || sign == lastSign) {
            return false;
        }
        double adxValue = adx == null ? 0.0 : adx.output(block, adxOutput);
        if (adxValue < minAdx) {
            return false;
        }
        double atrValue = atr.output(block, 0);
        double speed = atrValue > 0.0 ? Math.abs(difference - previousDifference) / atrValue : 0.0;
        out.fired(
                        sign > 0 ? Action.BUY : Action.SELL,
                        Confidence.squash(speed, halfConfidence),
                        atrValue,
                        atr.barCount(block))
                .operands(fastValue, slowValue, adxValue, atrValue);
        return true;
    }
}
