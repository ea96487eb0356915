package io.millrace.tools.torture.twin;

import java.util.List;
import java.util.Map;

/**
 * What came out of a market, by what it is about: the common ground on which engine and reference are compared.
 *
 * @param bars by instrument, length and open time
 * @param values indicator values by bar, indicator and output
 * @param decisions what fired, by bar and rule
 */
record TwinOutputs(Map<BarKey, ClosedBar> bars, Map<ValueKey, Double> values, Map<RuleKey, Decision> decisions) {
    private static final double RELATIVE = 1e-9;
    private static final long PRICE_ROUNDING = 1;

    /** Which bar. */
    record BarKey(int instrument, long intervalNs, long openNs) {}

    /** Which output of which indicator at which bar. */
    record ValueKey(BarKey bar, int indicator, int output) {}

    /** Which rule at which bar. */
    record RuleKey(BarKey bar, int rule) {}

    /** A bar, mantissas; {@code atNs}: event time of what closed it. */
    record ClosedBar(long atNs, long open, long high, long low, long close, long volume, long count) {}

    /**
     * What became of a rule that fired.
     *
     * @param reason {@code NONE} for a signal, else the limit that stopped it
     * @param stop stop loss; 0 where it was stopped
     */
    record Decision(long atNs, String action, String reason, long entry, long stop, long target, double confidence) {}

    /** The first difference to what the reference says, in words; null when they agree. */
    String differenceFrom(TwinOutputs reference) {
        String difference = firstDifference("bar", bars, reference.bars, Object::equals);
        if (difference == null) {
            difference = firstDifference("value", values, reference.values, TwinOutputs::near);
        }
        if (difference == null) {
            difference = firstDifference("signal", decisions, reference.decisions, TwinOutputs::same);
        }
        return difference;
    }

    private interface Equality<V> {
        boolean holds(V one, V other);
    }

    private static <K, V> String firstDifference(
            String what, Map<K, V> engine, Map<K, V> reference, Equality<V> equality) {
        for (Map.Entry<K, V> expected : reference.entrySet()) {
            V found = engine.get(expected.getKey());
            if (found == null || !equality.holds(found, expected.getValue())) {
                return what + " " + expected.getKey() + ": the engine has " + found + ", the reference "
                        + expected.getValue();
            }
        }
        if (engine.size() == reference.size()) {
            return null;
        }
        List<K> surplus = engine.keySet().stream()
                .filter(key -> !reference.containsKey(key))
                .limit(1)
                .toList();
        return what + " " + surplus + ": the engine has it, the reference does not";
    }

    private static boolean near(double one, double other) {
        return Math.abs(one - other) <= RELATIVE * Math.max(1.0, Math.max(Math.abs(one), Math.abs(other)));
    }

    private static boolean same(Decision one, Decision other) {
        return one.atNs == other.atNs
                && one.action.equals(other.action)
                && one.reason.equals(other.reason)
                && one.entry == other.entry
                && Math.abs(one.stop - other.stop) <= PRICE_ROUNDING
                && Math.abs(one.target - other.target) <= 2 * PRICE_ROUNDING
                && near(one.confidence, other.confidence);
    }
}
