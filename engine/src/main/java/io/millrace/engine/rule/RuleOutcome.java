package io.millrace.engine.rule;

import io.millrace.journal.codec.Action;

/**
 * What a rule says when it fires; made once and filled again for each firing.
 *
 * <p>Owned by the engine thread. No allocation after construction. ATR and price operands in units of price.
 */
public final class RuleOutcome {
    private Action action = Action.NULL_VAL;
    private double confidence;
    private double operand0;
    private double operand1;
    private double operand2;
    private double operand3;
    private double atr;
    private long barNumber;

    /** Direction of the trade. */
    public Action action() {
        return action;
    }

    /** How pronounced the event is, 0 to 1; the formula stands in the rule's class. */
    public double confidence() {
        return confidence;
    }

    /** First value that explains the firing; {@link RuleKind#operandNames()} has the meaning. */
    public double operand0() {
        return operand0;
    }

    /** Second value that explains the firing. */
    public double operand1() {
        return operand1;
    }

    /** Third value that explains the firing. */
    public double operand2() {
        return operand2;
    }

    /** Fourth value that explains the firing. */
    public double operand3() {
        return operand3;
    }

    /** Average true range at this bar, from which stop and target are measured. */
    public double atr() {
        return atr;
    }

    /** Number of the bar among the closed bars of its instrument and interval, from 1. */
    public long barNumber() {
        return barNumber;
    }

    /** Sets who fired, in which direction, and where; followed by {@link #operands}. */
    public RuleOutcome fired(Action newAction, double newConfidence, double newAtr, long newBarNumber) {
        action = newAction;
        confidence = newConfidence;
        atr = newAtr;
        barNumber = newBarNumber;
        return this;
    }

    /** Sets the values that explain the firing. */
    public RuleOutcome operands(double first, double second, double third, double fourth) {
        operand0 = first;
        operand1 = second;
        operand2 = third;
        operand3 = fourth;
        return this;
    }
}
