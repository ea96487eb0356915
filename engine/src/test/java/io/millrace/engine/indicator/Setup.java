package io.millrace.engine.indicator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/** An indicator with parameters, and how to run it over a series. */
final class Setup {
    private final IndicatorKind kind;
    private final double[] parameters;

    Setup(IndicatorKind kind, double... parameters) {
        this.kind = kind;
        this.parameters = parameters.clone();
    }

    IndicatorKind kind() {
        return kind;
    }

    int period(int index) {
        return (int) parameters[index];
    }

    double parameter(int index) {
        return parameters[index];
    }

    /** Every kind with its defaults, with a rolling VWAP in place of the daily one. */
    static List<Setup> usual() {
        return List.of(
                new Setup(IndicatorKind.SMA, 20),
                new Setup(IndicatorKind.EMA, 20),
                new Setup(IndicatorKind.RSI, 14),
                new Setup(IndicatorKind.MACD, 12, 26, 9),
                new Setup(IndicatorKind.BOLLINGER, 20, 2.0),
                new Setup(IndicatorKind.ATR, 14),
                new Setup(IndicatorKind.VWAP, 20),
                new Setup(IndicatorKind.OBV),
                new Setup(IndicatorKind.STOCHASTIC, 14, 3, 3),
                new Setup(IndicatorKind.ADX, 14));
    }

    /** The usual ones and others that every library accepts. */
    static List<Setup> common() {
        return Stream.concat(
                        usual().stream(),
                        Stream.of(
                                new Setup(IndicatorKind.SMA, 50),
                                new Setup(IndicatorKind.EMA, 9),
                                new Setup(IndicatorKind.RSI, 7),
                                new Setup(IndicatorKind.MACD, 5, 35, 5),
                                new Setup(IndicatorKind.BOLLINGER, 50, 2.5),
                                new Setup(IndicatorKind.ATR, 7),
                                new Setup(IndicatorKind.VWAP, 60),
                                new Setup(IndicatorKind.STOCHASTIC, 5, 1, 3),
                                new Setup(IndicatorKind.ADX, 7)))
                .toList();
    }

    /** The usual ones and others, down to the smallest and up to large windows. */
    static List<Setup> many() {
        return Stream.concat(
                        usual().stream(),
                        Stream.of(
                                new Setup(IndicatorKind.SMA, 1),
                                new Setup(IndicatorKind.SMA, 2),
                                new Setup(IndicatorKind.SMA, 317),
                                new Setup(IndicatorKind.EMA, 1),
                                new Setup(IndicatorKind.EMA, 9),
                                new Setup(IndicatorKind.RSI, 2),
                                new Setup(IndicatorKind.RSI, 7),
                                new Setup(IndicatorKind.MACD, 1, 2, 1),
                                new Setup(IndicatorKind.MACD, 5, 35, 5),
                                new Setup(IndicatorKind.BOLLINGER, 2, 1.0),
                                new Setup(IndicatorKind.BOLLINGER, 250, 2.5),
                                new Setup(IndicatorKind.ATR, 1),
                                new Setup(IndicatorKind.ATR, 7),
                                new Setup(IndicatorKind.VWAP, 0),
                                new Setup(IndicatorKind.VWAP, 1),
                                new Setup(IndicatorKind.VWAP, 60),
                                new Setup(IndicatorKind.STOCHASTIC, 1, 1, 1),
                                new Setup(IndicatorKind.STOCHASTIC, 5, 1, 3),
                                new Setup(IndicatorKind.STOCHASTIC, 100, 5, 8),
                                new Setup(IndicatorKind.ADX, 2),
                                new Setup(IndicatorKind.ADX, 7)))
                .toList();
    }

    Indicator create() {
        return kind.create(parameters);
    }

    /** The outputs after each bar, {@code [output][bar]}; NaN before the warm-up is over. */
    double[][] run(Series series) {
        Indicator indicator = create();
        UnsafeBuffer state = new UnsafeBuffer(new byte[indicator.stateSizeBytes()]);
        double[][] outputs = new double[indicator.outputCount()][series.size()];
        Bar bar = new Bar();
        for (int i = 0; i < series.size(); i++) {
            indicator.update(state, 0, series.bar(i, bar));
            for (int output = 0; output < outputs.length; output++) {
                outputs[output][i] = indicator.warm(state, 0) ? indicator.output(state, 0, output) : Double.NaN;
            }
        }
        return outputs;
    }

    @Override
    public String toString() {
        return kind
                + Arrays.stream(parameters).mapToObj(ParameterSpec::text).collect(Collectors.joining("/", "(", ")"));
    }
}
