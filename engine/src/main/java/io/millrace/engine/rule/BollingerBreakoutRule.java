package io.millrace.engine.rule;

import io.millrace.engine.indicator.Bar;
import io.millrace.journal.codec.Action;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The close breaks out of the Bollinger bands: BUY above the upper band, SELL below the lower one.
 *
 * <p>Fires at the first bar outside that follows a bar inside; the bands themselves count as inside. A close that jumps from
 * beyond one band to beyond the other was not inside before and does not fire. The first bar at which every indicator is warm
 * only notes the place.
 *
 * <p>Confidence: {@code x / (x + half)} with {@code x} = the distance of the close from the broken band in ATR; 0 when the ATR
 * is 0.
 *
 * <p>Slice: {@code long place (0 unknown, 1 inside, 2 above, 3 below)}.
 *
 * <p>Engine thread. No allocation. Does not fail.
 */
final class BollingerBreakoutRule implements Rule {
    private static final int STATE_SIZE_BYTES = 8;

    private static final long INSIDE = 1;
    private static final long ABOVE = 2;
    private static final long BELOW = 3;

    private final BoundIndicator bands;
    private final int upperOutput;
    private final int lowerOutput;
    private final BoundIndicator atr;
    private final double halfConfidence;

    BollingerBreakoutRule(
            BoundIndicator bands, int upperOutput, int lowerOutput, BoundIndicator atr, double halfConfidence) {
        this.bands = bands;
        this.upperOutput = upperOutput;
        this.lowerOutput = lowerOutput;
        this.atr = atr;
        this.halfConfidence = halfConfidence;
    }

    @Override
    public int stateSizeBytes() {
        return STATE_SIZE_BYTES;
    }

    @Override
    public void reset(MutableDirectBuffer state, int offset) {
        state.putLong(offset, 0);
    }

    @Override
    public boolean evaluate(
            MutableDirectBuffer ruleState, int ruleOffset, DirectBuffer block, Bar bar, RuleOutcome out) {
        if (!bands.warm(block) || !atr.warm(block)) {
            return false;
        }
        double close = bar.close();
        double upper = bands.output(block, upperOutput);
        double lower = bands.output(block, lowerOutput);
        long lastPlace = ruleState.getLong(ruleOffset);
        long place = close > upper ? ABOVE : close < lower ? BELOW : INSIDE;
        ruleState.putLong(ruleOffset, place);
        if (lastPlace != INSIDE || place == INSIDE) {
            return false;
        }
        double atrValue = atr.output(block, 0);
        double beyond = place == ABOVE ? close - upper : lower - close;
        out.fired(
                        place == ABOVE ? Action.BUY : Action.SELL,
                        Confidence.squash(atrValue > 0.0 ? beyond / atrValue : 0.0, halfConfidence),
                        atrValue,
                        atr.barCount(block))
                .operands(close, upper, lower, atrValue);
        return true;
    }
}
