package io.millrace.benchmarks.indicator;

import io.millrace.engine.indicator.Indicator;
import io.millrace.engine.indicator.IndicatorKind;
import io.millrace.engine.indicator.ParameterSpec;

/**
 * What is compared: every kind with its default parameters, and the volume weighted average price over a window too,
 * because its default, since the start of the day, has no counterpart in ta4j or TA-Lib.
 *
 * <p>Immutable; any thread.
 */
public enum IndicatorCase {
    SMA(IndicatorKind.SMA),
    EMA(IndicatorKind.EMA),
    RSI(IndicatorKind.RSI),
    MACD(IndicatorKind.MACD),
    BOLLINGER(IndicatorKind.BOLLINGER),
    ATR(IndicatorKind.ATR),
    OBV(IndicatorKind.OBV),
    STOCHASTIC(IndicatorKind.STOCHASTIC),
    ADX(IndicatorKind.ADX),
    VWAP(IndicatorKind.VWAP),
    VWAP_20(IndicatorKind.VWAP, 20);

    private final IndicatorKind kind;
    private final double[] parameters;

    IndicatorCase(final IndicatorKind kind, final double... given) {
        this.kind = kind;
        this.parameters = given.length > 0
                ? given
                : kind.parameters().stream()
                        .mapToDouble(ParameterSpec::defaultValue)
                        .toArray();
    }

    /** Our indicator. */
    Indicator create() {
        return kind.create(parameters);
    }

    /** What a table calls it. */
    String label() {
        return name().replace('_', ' ');
    }

    /** Whether TA-Lib has it. */
    boolean hasTaLib() {
        return kind != IndicatorKind.VWAP;
    }

    /** Whether ta4j has it. */
    boolean hasTa4j() {
        return this != VWAP;
    }

    /** The parameter of that number. */
    double parameter(final int index) {
        return parameters[index];
    }

    /** The same, where it is a number of bars. */
    int period(final int index) {
        return (int) parameters[index];
    }
}
