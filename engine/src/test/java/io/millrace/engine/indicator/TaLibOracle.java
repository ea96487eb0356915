package io.millrace.engine.indicator;

import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MAType;
import com.tictactec.ta.lib.MInteger;
import com.tictactec.ta.lib.RetCode;
import java.util.Arrays;

/** TA-Lib's answers over a series, {@code [output][bar]}; NaN where it gives none. */
final class TaLibOracle {
    /**
     * Prices times this power of two give the same answers to the last bit, times the same power where they are prices,
     * except that TA-Lib no longer mistakes small sums and variances, which it compares with 1e-8, for zero.
     */
    private static final double LIFT = 0x1p300;

    private final Core core = new Core();
    private final MInteger begin = new MInteger();
    private final MInteger count = new MInteger();
    private final Series series;
    private final int end;

    private TaLibOracle(Series series) {
        this.series = series;
        this.end = series.size() - 1;
    }

    static boolean has(Setup setup) {
        return setup.kind() != IndicatorKind.VWAP;
    }

    static double[][] run(Setup setup, Series series) {
        return new TaLibOracle(series).outputs(setup);
    }

    /** The answers without the rule that sums and variances below 1e-8 are zero. */
    static double[][] runLifted(Setup setup, Series series) {
        double[][] outputs = run(setup, series.withPricesTimes(LIFT));
        boolean prices = switch (setup.kind()) {
            case SMA, EMA, MACD, BOLLINGER, ATR, VWAP -> true;
            case RSI, OBV, STOCHASTIC, ADX -> false;
        };
        if (prices) {
            for (double[] output : outputs) {
                for (int i = 0; i < output.length; i++) {
                    output[i] /= LIFT;
                }
            }
        }
        return outputs;
    }

    private double[][] outputs(Setup setup) {
        double[] close = series.close();
        double[] high = series.high();
        double[] low = series.low();
        double[] first = new double[close.length];
        double[] second = new double[close.length];
        double[] third = new double[close.length];
        return switch (setup.kind()) {
            case SMA -> aligned(core.sma(0, end, close, setup.period(0), begin, count, first), first);
            case EMA -> aligned(core.ema(0, end, close, setup.period(0), begin, count, first), first);
            case RSI -> aligned(core.rsi(0, end, close, setup.period(0), begin, count, first), first);
            case MACD ->
                aligned(
                        core.macd(
                                0,
                                end,
                                close,
                                setup.period(0),
                                setup.period(1),
                                setup.period(2),
                                begin,
                                count,
                                first,
                                second,
                                third),
                        first,
                        second,
                        third);
            case BOLLINGER -> {
                double deviations = setup.parameter(1);
                RetCode code = core.bbands(
                        0,
                        end,
                        close,
                        setup.period(0),
                        deviations,
                        deviations,
                        MAType.Sma,
                        begin,
                        count,
                        second,
                        first,
                        third);
                yield aligned(code, first, second, third);
            }
            case ATR -> aligned(core.atr(0, end, high, low, close, setup.period(0), begin, count, first), first);
            case OBV -> aligned(core.obv(0, end, close, series.volume(), begin, count, first), first);
            case STOCHASTIC ->
                aligned(
                        core.stoch(
                                0,
                                end,
                                high,
                                low,
                                close,
                                setup.period(0),
                                setup.period(1),
                                MAType.Sma,
                                setup.period(2),
                                MAType.Sma,
                                begin,
                                count,
                                first,
                                second),
                        first,
                        second);
            case ADX ->
                new double[][] {
                    aligned(core.adx(0, end, high, low, close, setup.period(0), begin, count, first), first)[0],
                    aligned(core.plusDI(0, end, high, low, close, setup.period(0), begin, count, second), second)[0],
                    aligned(core.minusDI(0, end, high, low, close, setup.period(0), begin, count, third), third)[0]
                };
            case VWAP -> throw new IllegalArgumentException("TA-Lib has no VWAP");
        };
    }

    private double[][] aligned(RetCode code, double[]... packed) {
        if (code != RetCode.Success) {
            throw new IllegalStateException("TA-Lib: " + code);
        }
        double[][] outputs = new double[packed.length][];
        for (int i = 0; i < packed.length; i++) {
            outputs[i] = new double[series.size()];
            Arrays.fill(outputs[i], Double.NaN);
            System.arraycopy(packed[i], 0, outputs[i], begin.value, count.value);
        }
        return outputs;
    }
}
