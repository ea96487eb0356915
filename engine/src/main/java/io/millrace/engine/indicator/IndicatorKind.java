package io.millrace.engine.indicator;

import java.util.List;

/**
 * The indicators there are: parameters, names of the outputs, construction. Immutable; any thread.
 *
 * <p>{@link #create} allocates and belongs to start-up. A parameter that is not allowed is an {@link
 * IllegalArgumentException} whose one-line message names the indicator, the parameter, the value and what is allowed.
 */
public enum IndicatorKind {
    /** Simple moving average of the close. */
    SMA(List.of(ParameterSpec.bars("period", 20, 1)), List.of("sma")) {
        @Override
        Indicator build(double[] values) {
            return new SimpleMovingAverage((int) values[0]);
        }
    },

    /** Exponential moving average of the close. */
    EMA(List.of(ParameterSpec.bars("period", 20, 1)), List.of("ema")) {
        @Override
        Indicator build(double[] values) {
            return new ExponentialMovingAverage((int) values[0]);
        }
    },

    /** Wilder's relative strength index of the close. */
    RSI(List.of(ParameterSpec.bars("period", 14, 2)), List.of("rsi")) {
        @Override
        Indicator build(double[] values) {
            return new RelativeStrengthIndex((int) values[0]);
        }
    },

    /** Moving average convergence/divergence of the close; {@code fast} must be less than {@code slow}. */
    MACD(
            List.of(
                    ParameterSpec.bars("fast", 12, 1),
                    ParameterSpec.bars("slow", 26, 2),
                    ParameterSpec.bars("signal", 9, 1)),
            List.of("macd", "signal", "histogram")) {
        @Override
        Indicator build(double[] values) {
            if (values[0] >= values[1]) {
                throw new IllegalArgumentException("MACD: fast " + ParameterSpec.text(values[0])
                        + " must be less than slow " + ParameterSpec.text(values[1]));
            }
            return new MovingAverageConvergenceDivergence((int) values[0], (int) values[1], (int) values[2]);
        }
    },

    /** Bollinger bands of the close. */
    BOLLINGER(
            List.of(ParameterSpec.bars("period", 20, 2), new ParameterSpec("deviations", 2.0, 0.0, 100.0, false)),
            List.of("middle", "upper", "lower")) {
        @Override
        Indicator build(double[] values) {
            return new BollingerBands((int) values[0], values[1]);
        }
    },

    /** Wilder's average true range. */
    ATR(List.of(ParameterSpec.bars("period", 14, 1)), List.of("atr")) {
        @Override
        Indicator build(double[] values) {
            return new AverageTrueRange((int) values[0]);
        }
    },

    /** Volume weighted average price over {@code period} bars; 0: since the start of the UTC day. */
    VWAP(List.of(ParameterSpec.bars("period", 0, 0)), List.of("vwap")) {
        @Override
        Indicator build(double[] values) {
            return values[0] == 0.0 ? new SessionVwap() : new RollingVwap((int) values[0]);
        }
    },

    /** On-balance volume. */
    OBV(List.of(), List.of("obv")) {
        @Override
        Indicator build(double[] values) {
            return new OnBalanceVolume();
        }
    },

    /** Slow stochastic oscillator; {@code kSmoothing} 1 makes it the fast one. */
    STOCHASTIC(
            List.of(
                    ParameterSpec.bars("kPeriod", 14, 1),
                    ParameterSpec.bars("kSmoothing", 3, 1),
                    ParameterSpec.bars("dPeriod", 3, 1)),
            List.of("k", "d")) {
        @Override
        Indicator build(double[] values) {
            return new StochasticOscillator((int) values[0], (int) values[1], (int) values[2]);
        }
    },

    /** Wilder's average directional index with both directional indicators. */
    ADX(List.of(ParameterSpec.bars("period", 14, 2)), List.of("adx", "plus_di", "minus_di")) {
        @Override
        Indicator build(double[] values) {
            return new AverageDirectionalIndex((int) values[0]);
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of, which is immutable.
    private final List<ParameterSpec> parameters;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> outputNames;

    IndicatorKind(List<ParameterSpec> parameters, List<String> outputNames) {
        this.parameters = parameters;
        this.outputNames = outputNames;
    }

    abstract Indicator build(double[] values);

    /** The parameters in the order in which {@link #create} takes them. */
    public List<ParameterSpec> parameters() {
        return parameters;
    }

    /** The names of the outputs in the order of their indices. */
    public List<String> outputNames() {
        return outputNames;
    }

    /** Makes an indicator of this kind. Takes one value for each parameter, or none at all for the defaults. */
    public Indicator create(double... values) {
        if (values.length == 0) {
            double[] defaults = new double[parameters.size()];
            for (int i = 0; i < defaults.length; i++) {
                defaults[i] = parameters.get(i).defaultValue();
            }
            return build(defaults);
        }
        if (values.length != parameters.size()) {
            throw new IllegalArgumentException(
                    name() + ": " + values.length + " parameters given, takes " + parameters.size());
        }
        for (int i = 0; i < values.length; i++) {
            ParameterSpec spec = parameters.get(i);
            if (!spec.allows(values[i])) {
                throw new IllegalArgumentException(name() + ": " + spec.name() + ' ' + ParameterSpec.text(values[i])
                        + " is not allowed, must be " + spec.allowed());
            }
        }
        return build(values);
    }
}
