package io.millrace.engine.signal;

import io.millrace.engine.config.RuleSpec;
import io.millrace.engine.indicator.Bar;
import io.millrace.engine.rule.RuleKind;
import io.millrace.journal.codec.Action;

/**
 * Entry, stop loss, take profit and expiry of one rule's signals; made once per rule and set again for each firing.
 *
 * <p>The entry is the close of the bar. The distance to the stop is {@code stopAtr * ATR}, rounded up to a whole price unit
 * (10^priceExponent); the distance to the target is {@code targetAtr / stopAtr} of that rounded distance, rounded up again.
 * Both levels so lie away from the entry, never nearer than configured, and the risk-reward ratio, which is computed from the
 * rounded levels, is not below the configured one.
 *
 * <p>Engine thread. No allocation after construction. Levels that cannot be set (no volatility, or a level that is not
 * above 0 or does not fit 63 bits) are a return value; the accessors are then undefined.
 */
public final class SignalLevels {
    private static final double BASIS_POINTS = 10_000.0;

    /** Distances from here on leave no room in 63 bits. */
    private static final double MAX_DISTANCE = 0x1p62;

    // Powers of ten are exact doubles up to here.
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private final double stopAtr;
    private final double targetAtr;
    private final long expiryBars;

    private long entryPrice;
    private long stopLoss;
    private long takeProfit;
    private long expiryTimeNs;
    private double riskReward;
    private double atrBps;
    private double maxAtrBps;
    private boolean valid;

    /**
     * Fixes the multiples.
     *
     * @param stopAtr distance of the stop in ATR, above 0
     * @param targetAtr distance of the target in ATR, above 0
     * @param expiryBars life of a signal in bars
     */
    public SignalLevels(double stopAtr, double targetAtr, int expiryBars) {
        this.stopAtr = stopAtr;
        this.targetAtr = targetAtr;
        this.expiryBars = expiryBars;
    }

    /** The levels of a configured rule. */
    public static SignalLevels of(RuleSpec rule) {
        return new SignalLevels(rule.parameter(RuleKind.STOP_ATR), rule.parameter(RuleKind.TARGET_ATR), (int)
                rule.parameter(RuleKind.EXPIRY_BARS));
    }

    /**
     * Computes the levels of one signal.
     *
     * @param action direction of the signal
     * @param closePrice close of the bar, mantissa
     * @param priceExponent of the instrument, -22 to 22
     * @param atr average true range in units of price
     * @param bar the bar that closed
     * @return whether there are levels
     */
    public boolean set(Action action, long closePrice, int priceExponent, double atr, Bar bar) {
        entryPrice = closePrice;
        expiryTimeNs = bar.openTimeNs() + bar.intervalNs() + expiryBars * bar.intervalNs();
        double atrUnits = priceExponent <= 0 ? atr * POWERS_OF_TEN[-priceExponent] : atr / POWERS_OF_TEN[priceExponent];
        atrBps = atrUnits > 0.0 && closePrice > 0 ? atrUnits / closePrice * BASIS_POINTS : 0.0;
        // The level that falls must stay above 0: the stop of a BUY, the target of a SELL.
        maxAtrBps = BASIS_POINTS / (action == Action.BUY ? stopAtr : targetAtr);
        valid = atrBps > 0.0 && place(action, stopAtr * atrUnits);
        return valid;
    }

    private boolean place(Action action, double exactStopDistance) {
        if (!(exactStopDistance < MAX_DISTANCE)) {
            return false;
        }
        long stopDistance = roundUp(exactStopDistance);
        double exactTargetDistance = stopDistance * targetAtr / stopAtr;
        if (!(exactTargetDistance < MAX_DISTANCE)) {
            return false;
        }
        long targetDistance = roundUp(exactTargetDistance);
        if (action == Action.BUY) {
            stopLoss = entryPrice - stopDistance;
            takeProfit = entryPrice + targetDistance;
        } else {
            stopLoss = entryPrice + stopDistance;
            takeProfit = entryPrice - targetDistance;
        }
        riskReward = (double) targetDistance / (double) stopDistance;
        // A sum above 63 bits turns negative, so one comparison covers both ends.
        return stopLoss > 0 && takeProfit > 0;
    }

    private static long roundUp(double value) {
        long cut = (long) value;
        return cut < value ? cut + 1 : cut;
    }

    /** Whether the last {@link #set} found levels. */
    public boolean valid() {
        return valid;
    }

    /** Close of the bar, mantissa. */
    public long entryPrice() {
        return entryPrice;
    }

    /** Where the trade is given up, mantissa. */
    public long stopLoss() {
        return stopLoss;
    }

    /** Where the trade has reached its aim, mantissa. */
    public long takeProfit() {
        return takeProfit;
    }

    /** {@code |takeProfit - entry| / |entry - stopLoss|} of the rounded levels. */
    public double riskReward() {
        return riskReward;
    }

    /** Close time of the bar plus the life of the signal. */
    public long expiryTimeNs() {
        return expiryTimeNs;
    }

    /** ATR in basis points of the entry; 0 where there is none. */
    public double atrBps() {
        return atrBps;
    }

    /** The ATR from which on a level would not be above 0, basis points of the entry. */
    public double maxAtrBps() {
        return maxAtrBps;
    }
}
