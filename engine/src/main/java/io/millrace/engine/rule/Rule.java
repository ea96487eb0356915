package io.millrace.engine.rule;

import io.millrace.engine.indicator.Bar;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Decides at each closed bar of its interval whether there is a reason to trade.
 *
 * <p>The object holds parameters and the offsets of the indicator slices it reads, so one object serves every instrument;
 * the memory of one instrument is the rule's own slice. The same bars give the same outcomes however often the slice is
 * copied in between.
 *
 * <p>Evaluated by the engine thread. No allocation. Prices and indicator values in units of price. A rule does not fail: as
 * long as one of its indicators is not warm it keeps silent and its slice stays as {@link #reset} left it.
 */
public interface Rule {
    /** Bytes of the rule's own slice; constant, a multiple of 8. */
    int stateSizeBytes();

    /** Makes the slice that of an instrument without history. */
    void reset(MutableDirectBuffer state, int offset);

    /**
     * Takes one closed bar into account; called once per bar, after the indicators of the bar's interval.
     *
     * @param ruleState buffer of the rule's slice
     * @param ruleOffset where the slice begins
     * @param block the instrument's block, in which the bound indicator offsets count
     * @param bar the bar that closed
     * @param out filled when the rule fires, untouched otherwise
     * @return whether the rule fired
     */
    boolean evaluate(MutableDirectBuffer ruleState, int ruleOffset, DirectBuffer block, Bar bar, RuleOutcome out);
}
