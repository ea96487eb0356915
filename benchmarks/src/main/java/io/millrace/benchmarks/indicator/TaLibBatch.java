package io.millrace.benchmarks.indicator;

import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MAType;
import com.tictactec.ta.lib.MInteger;
import com.tictactec.ta.lib.RetCode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The same indicator as TA-Lib computes it: the whole series at once, into arrays that are there already.
 *
 * <p>JMH's thread.
 */
@State(Scope.Thread)
public class TaLibBatch {
    private static final int END = BarSequence.SIZE - 1;

    @Param({"SMA", "EMA", "RSI", "MACD", "BOLLINGER", "ATR", "OBV", "STOCHASTIC", "ADX"})
    public IndicatorCase indicator;

    private final Core core = new Core();
    private final MInteger begin = new MInteger();
    private final MInteger count = new MInteger();
    private final double[] first = new double[BarSequence.SIZE];
    private final double[] second = new double[BarSequence.SIZE];
    private final double[] third = new double[BarSequence.SIZE];
    private BarSequence bars;

    /** Makes the series. */
    @Setup
    public void open() {
        bars = new BarSequence();
        compute();
    }

    /** Computes the series into the arrays. */
    public void compute() {
        final RetCode code = switch (indicator) {
            case SMA -> core.sma(0, END, bars.close(), indicator.period(0), begin, count, first);
            case EMA -> core.ema(0, END, bars.close(), indicator.period(0), begin, count, first);
            case RSI -> core.rsi(0, END, bars.close(), indicator.period(0), begin, count, first);
            case MACD -> macd();
            case BOLLINGER -> bollinger();
            case ATR -> atr();
            case OBV -> core.obv(0, END, bars.close(), bars.volume(), begin, count, first);
            case STOCHASTIC -> stochastic();
            case ADX -> adx();
            case VWAP, VWAP_20 -> throw new IllegalArgumentException("TA-Lib has no volume weighted average price");
        };
        if (code != RetCode.Success || count.value == 0) {
            throw new IllegalStateException("TA-Lib: " + code + ", " + count.value + " values");
        }
    }

    /** The sum of the outputs of the last bar, as of the last {@link #compute}. */
    double newest() {
        final int last = count.value - 1;
        return switch (indicator) {
            case MACD, BOLLINGER -> first[last] + second[last] + third[last];
            case STOCHASTIC -> first[last] + second[last];
            // Three calls of different warm-up: each array ends elsewhere, the count is that of the last call.
            case ADX -> first[last - indicator.period(0) + 1] + second[last] + third[last];
            default -> first[last];
        };
    }

    private RetCode macd() {
        return core.macd(
                0,
                END,
                bars.close(),
                indicator.period(0),
                indicator.period(1),
                indicator.period(2),
                begin,
                count,
                first,
                second,
                third);
    }

    private RetCode bollinger() {
        final double deviations = indicator.parameter(1);
        return core.bbands(
                0,
                END,
                bars.close(),
                indicator.period(0),
                deviations,
                deviations,
                MAType.Sma,
                begin,
                count,
                first,
                second,
                third);
    }

    private RetCode atr() {
        return core.atr(0, END, bars.high(), bars.low(), bars.close(), indicator.period(0), begin, count, first);
    }

    private RetCode stochastic() {
        return core.stoch(
                0,
                END,
                bars.high(),
                bars.low(),
                bars.close(),
                indicator.period(0),
                indicator.period(1),
                MAType.Sma,
                indicator.period(2),
                MAType.Sma,
                begin,
                count,
                first,
                second);
    }

    private RetCode adx() {
        final int period = indicator.period(0);
        final RetCode adx = core.adx(0, END, bars.high(), bars.low(), bars.close(), period, begin, count, first);
        final RetCode plus = core.plusDI(0, END, bars.high(), bars.low(), bars.close(), period, begin, count, second);
        final RetCode minus = core.minusDI(0, END, bars.high(), bars.low(), bars.close(), period, begin, count, third);
        return adx != RetCode.Success ? adx : plus != RetCode.Success ? plus : minus;
    }
}
