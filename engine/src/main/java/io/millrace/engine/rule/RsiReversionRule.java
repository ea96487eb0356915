package io.millrace.engine.rule;

import io.millrace.engine.indicator.Bar;
import io.millrace.journal.codec.Action;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The relative strength index comes back from an extreme: BUY when it leaves the oversold zone upward, SELL when it leaves
 * the overbought zone downward.
 *
 * <p>The zones include their edge: oversold is {@code rsi <= oversold}, overbought is {@code rsi >= overbought}. Each stay in
 * a zone fires at most once, at the first bar outside. The first bar at which every indicator is warm only notes the zone.
 *
 * <p>Confidence: {@code x / (x + half)} with {@code x} = how many RSI points the stay went into the zone at its deepest.
 *
 * <p>Slice: {@code long zone (0 unknown, 1 neutral, 2 oversold, 3 overbought) | double previousRsi | double extremeRsi}; the
 * extreme is that of the present stay.
 *
 * <p>Engine thread. No allocation. Does not fail.
 */
final class RsiReversionRule implements Rule {
    private static final int ZONE = 0;
    private static final int PREVIOUS_RSI = 8;
    private static final int EXTREME_RSI = 16;
    private static final int STATE_SIZE_BYTES = 24;

    private static final long NEUTRAL = 1;
    private static final long OVERSOLD = 2;
    private static final long OVERBOUGHT = 3;

    private final BoundIndicator rsi;
    private final BoundIndicator atr;
    private final double oversold;
    private final double overbought;
    private final double halfConfidence;

    RsiReversionRule(
            BoundIndicator rsi, BoundIndicator atr, double oversold, double overbought, double halfConfidence) {
        this.rsi = rsi;
        this.atr = atr;
        this.oversold = oversold;
        this.overbought = overbought;
        this.halfConfidence = halfConfidence;
    }

    @Override
    public int stateSizeBytes() {
        return STATE_SIZE_BYTES;
    }

    @Override
    public void reset(MutableDirectBuffer state, int offset) {
        state.putLong(offset + ZONE, 0);
        state.putDouble(offset + PREVIOUS_RSI, 0.0);
        state.putDouble(offset + EXTREME_RSI, 0.0);
    }

    @Override
    public boolean evaluate(
            MutableDirectBuffer ruleState, int ruleOffset, DirectBuffer block, Bar bar, RuleOutcome out) {
        if (!rsi.warm(block) || !atr.warm(block)) {
            return false;
        }
        double value = rsi.output(block, 0);
        long lastZone = ruleState.getLong(ruleOffset + ZONE);
        double previous = ruleState.getDouble(ruleOffset + PREVIOUS_RSI);
        double extreme = ruleState.getDouble(ruleOffset + EXTREME_RSI);
        long zone = value <= oversold ? OVERSOLD : value >= overbought ? OVERBOUGHT : NEUTRAL;
        ruleState.putLong(ruleOffset + ZONE, zone);
        ruleState.putDouble(ruleOffset + PREVIOUS_RSI, value);
        ruleState.putDouble(ruleOffset + EXTREME_RSI, zone == lastZone ? furthest(zone, extreme, value) : value);
        if (zone == lastZone || (lastZone != OVERSOLD && lastZone != OVERBOUGHT)) {
            return false;
        }
        double depth = lastZone == OVERSOLD ? oversold - extreme : extreme - overbought;
        double atrValue = atr.output(block, 0);
        out.fired(
                        lastZone == OVERSOLD ? Action.BUY : Action.SELL,
                        Confidence.squash(depth, halfConfidence),
                        atrValue,
                        atr.barCount(block))
                .operands(value, previous, extreme, atrValue);
        return true;
    }

    private static double furthest(long zone, double extreme, double value) {
        return zone == OVERSOLD ? Math.min(extreme, value) : zone == OVERBOUGHT ? Math.max(extreme, value) : value;
    }
}
