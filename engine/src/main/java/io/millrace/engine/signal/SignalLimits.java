package io.millrace.engine.signal;

import io.millrace.engine.config.LimitsConfig;
import io.millrace.engine.rule.RuleOutcome;
import io.millrace.journal.codec.Action;
import io.millrace.journal.codec.BlockReason;
import org.agrona.MutableDirectBuffer;

/**
 * Decides whether a fired rule becomes a signal, and says which limit stopped it when not.
 *
 * <p>Order of the checks; the first one that fails is the reason. What is wrong with the signal itself comes first, then the
 * market, then what was signalled before; the rate comes last, so that only signals count against it.
 *
 * <table>
 * <caption>Checks</caption>
 * <tr><th>reason</th><th>stops when</th><th>limit and actual value</th></tr>
 * <tr><td>NO_VOLATILITY</td><td>there are no levels, or the ATR is below the limit</td><td>ATR, basis points of the entry; the
 *     limit is a least value, and the greatest possible one where the ATR is too large for a level above 0</td></tr>
 * <tr><td>LOW_CONFIDENCE</td><td>below the limit</td><td>confidence</td></tr>
 * <tr><td>LOW_RISK_REWARD</td><td>below the limit</td><td>ratio</td></tr>
 * <tr><td>WIDE_SPREAD</td><td>above the limit, and both sides are quoted</td><td>basis points of the mid price</td></tr>
 * <tr><td>SAME_DIRECTION_OPEN</td><td>a signal of the rule in this direction has not expired</td><td>0 and the seconds that
 *     it still lives</td></tr>
 * <tr><td>COOLDOWN</td><td>fewer bars since the rule's last signal</td><td>bars</td></tr>
 * <tr><td>RATE_LIMIT</td><td>the instrument has its signals of this UTC hour</td><td>signals, this one included</td></tr>
 * </table>
 *
 * <p>A limit of 0 (or false) is off; without levels there is no signal whatever the limits.
 *
 * <p>Slice of a rule and instrument: {@code long lastSignalBar (0 none) | long buyExpiryNs | long sellExpiryNs}. Slice of an
 * instrument: {@code long hour | long signalsInHour}. Slices of zero bytes are fresh ones.
 *
 * <p>Engine thread. No allocation after construction. Does not fail.
 */
public final class SignalLimits {
    /** Size of the slice that each rule needs on each instrument; a multiple of 8. */
    public static final int RULE_STATE_SIZE_BYTES = 24;

    /** Size of the slice that each instrument needs; a multiple of 8. */
    public static final int INSTRUMENT_STATE_SIZE_BYTES = 16;

    private static final int LAST_SIGNAL_BAR = 0;
    private static final int BUY_EXPIRY_NS = 8;
    private static final int SELL_EXPIRY_NS = 16;
    private static final int HOUR = 0;
    private static final int SIGNALS_IN_HOUR = 8;

    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final double SECOND_NS = 1e9;
    private static final double BASIS_POINTS = 10_000.0;

    private final LimitsConfig limits;
    private double limitValue;
    private double actualValue;

    public SignalLimits(LimitsConfig limits) {
        this.limits = limits;
    }

    /** Makes the slice of a rule that of an instrument without signals. */
    public static void resetRule(MutableDirectBuffer state, int offset) {
        state.setMemory(offset, RULE_STATE_SIZE_BYTES, (byte) 0);
    }

    /** Makes the slice of an instrument that of one without signals. */
    public static void resetInstrument(MutableDirectBuffer state, int offset) {
        state.setMemory(offset, INSTRUMENT_STATE_SIZE_BYTES, (byte) 0);
    }

    /**
     * Spread of a quote in basis points of its mid price; NaN where a side is absent, negative where the quote is crossed.
     */
    public static double spreadBps(long bidPrice, long bidQuantity, long askPrice, long askQuantity) {
        if (bidPrice <= 0 || bidQuantity <= 0 || askPrice <= 0 || askQuantity <= 0) {
            return Double.NaN;
        }
        double mid = ((double) bidPrice + (double) askPrice) * 0.5;
        return (askPrice - bidPrice) / mid * BASIS_POINTS;
    }

    /**
     * Checks a fired rule; when nothing stops it, the slices remember the signal.
     *
     * @param block buffer of the slices
     * @param ruleOffset slice of the rule on the instrument
     * @param instrumentOffset slice of the instrument
     * @param outcome what the rule said
     * @param levels set for this outcome
     * @param eventTimeNs event time of the signal to be
     * @param spreadBps of the last quote, {@link #spreadBps}; NaN where it is not known
     * @return {@link BlockReason#NONE} when it is a signal
     */
    public BlockReason check(
            MutableDirectBuffer block,
            int ruleOffset,
            int instrumentOffset,
            RuleOutcome outcome,
            SignalLevels levels,
            long eventTimeNs,
            double spreadBps) {
        BlockReason reason = checkSignal(outcome, levels, spreadBps);
        if (reason == BlockReason.NONE) {
            reason = checkHistory(block, ruleOffset, instrumentOffset, outcome, eventTimeNs);
        }
        if (reason == BlockReason.NONE) {
            remember(block, ruleOffset, instrumentOffset, outcome, levels, eventTimeNs);
        }
        return reason;
    }

    /** The limit that stopped the last one checked, in its own unit. */
    public double limitValue() {
        return limitValue;
    }

    /** What was found, in the unit of the limit. */
    public double actualValue() {
        return actualValue;
    }

    private BlockReason checkSignal(RuleOutcome outcome, SignalLevels levels, double spreadBps) {
        if (!levels.valid()) {
            boolean tooLarge = levels.atrBps() >= levels.maxAtrBps();
            return stopped(
                    BlockReason.NO_VOLATILITY,
                    tooLarge ? levels.maxAtrBps() : limits.minVolatilityBps(),
                    levels.atrBps());
        }
        if (levels.atrBps() < limits.minVolatilityBps()) {
            return stopped(BlockReason.NO_VOLATILITY, limits.minVolatilityBps(), levels.atrBps());
        }
        if (outcome.confidence() < limits.minConfidence()) {
            return stopped(BlockReason.LOW_CONFIDENCE, limits.minConfidence(), outcome.confidence());
        }
        if (levels.riskReward() < limits.minRiskReward()) {
            return stopped(BlockReason.LOW_RISK_REWARD, limits.minRiskReward(), levels.riskReward());
        }
        if (limits.maxSpreadBps() > 0.0 && spreadBps > limits.maxSpreadBps()) {
            return stopped(BlockReason.WIDE_SPREAD, limits.maxSpreadBps(), spreadBps);
        }
        return BlockReason.NONE;
    }

    private BlockReason checkHistory(
            MutableDirectBuffer block, int ruleOffset, int instrumentOffset, RuleOutcome outcome, long eventTimeNs) {
        long expiryNs = block.getLong(ruleOffset + expiryField(outcome.action()));
        if (limits.blockSameDirection() && eventTimeNs < expiryNs) {
            return stopped(BlockReason.SAME_DIRECTION_OPEN, 0.0, (expiryNs - eventTimeNs) / SECOND_NS);
        }
        long lastBar = block.getLong(ruleOffset + LAST_SIGNAL_BAR);
        long barsSince = outcome.barNumber() - lastBar;
        if (lastBar != 0 && barsSince < limits.cooldownBars()) {
            return stopped(BlockReason.COOLDOWN, limits.cooldownBars(), (double) barsSince);
        }
        long signals = signalsInHour(block, instrumentOffset, eventTimeNs) + 1;
        if (limits.maxSignalsPerHour() > 0 && signals > limits.maxSignalsPerHour()) {
            return stopped(BlockReason.RATE_LIMIT, limits.maxSignalsPerHour(), (double) signals);
        }
        return BlockReason.NONE;
    }

    private static void remember(
            MutableDirectBuffer block,
            int ruleOffset,
            int instrumentOffset,
            RuleOutcome outcome,
            SignalLevels levels,
            long eventTimeNs) {
        block.putLong(ruleOffset + LAST_SIGNAL_BAR, outcome.barNumber());
        block.putLong(ruleOffset + expiryField(outcome.action()), levels.expiryTimeNs());
        long signals = signalsInHour(block, instrumentOffset, eventTimeNs) + 1;
        block.putLong(instrumentOffset + HOUR, hour(eventTimeNs));
        block.putLong(instrumentOffset + SIGNALS_IN_HOUR, signals);
    }

    private static long signalsInHour(MutableDirectBuffer block, int instrumentOffset, long eventTimeNs) {
        boolean sameHour = block.getLong(instrumentOffset + HOUR) == hour(eventTimeNs);
        return sameHour ? block.getLong(instrumentOffset + SIGNALS_IN_HOUR) : 0;
    }

    private static long hour(long eventTimeNs) {
        // Rounds down before the epoch too.
        return eventTimeNs / HOUR_NS - (eventTimeNs % HOUR_NS < 0 ? 1 : 0);
    }

    private static int expiryField(Action action) {
        return action == Action.BUY ? BUY_EXPIRY_NS : SELL_EXPIRY_NS;
    }

    private BlockReason stopped(BlockReason reason, double limit, double actual) {
        limitValue = limit;
        actualValue = actual;
        return reason;
    }
}
