package io.millrace.engine.indicator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.ATRIndicator;
import org.ta4j.core.indicators.EMAIndicator;
import org.ta4j.core.indicators.MACDIndicator;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.StochasticOscillatorKIndicator;
import org.ta4j.core.indicators.adx.ADXIndicator;
import org.ta4j.core.indicators.adx.MinusDIIndicator;
import org.ta4j.core.indicators.adx.PlusDIIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsLowerIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsMiddleIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsUpperIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.numeric.NumericIndicator;
import org.ta4j.core.indicators.statistics.StandardDeviationIndicator;
import org.ta4j.core.indicators.volume.OnBalanceVolumeIndicator;
import org.ta4j.core.indicators.volume.VWAPIndicator;
import org.ta4j.core.num.DecimalNum;
import org.ta4j.core.num.DoubleNum;
import org.ta4j.core.num.Num;

/** ta4j's answers over a series, {@code [output][bar]}, from its first bar on; NaN where it gives NaN. */
final class Ta4jOracle {
    /** Longer series run on doubles, for time; shorter ones on decimals of 32 digits. */
    private static final int MAX_DECIMAL_SIZE = 2_000;

    private Ta4jOracle() {}

    static double[][] run(Setup setup, Series series) {
        List<Indicator<Num>> indicators = indicators(setup, barSeries(series));
        double[][] outputs = new double[indicators.size()][series.size()];
        for (int i = 0; i < series.size(); i++) {
            for (int output = 0; output < outputs.length; output++) {
                outputs[output][i] = indicators.get(output).getValue(i).doubleValue();
            }
        }
        return outputs;
    }

    private static BarSeries barSeries(Series series) {
        Function<Number, Num> type = series.size() > MAX_DECIMAL_SIZE ? DoubleNum::valueOf : DecimalNum::valueOf;
        BarSeries bars = new BaseBarSeriesBuilder().withNumTypeOf(type).build();
        for (int i = 0; i < series.size(); i++) {
            bars.addBar(
                    Duration.ofNanos(Series.MINUTE_NS),
                    Instant.EPOCH
                            .plusNanos(series.openTimeNs()[i] + Series.MINUTE_NS)
                            .atZone(ZoneOffset.UTC),
                    series.open()[i],
                    series.high()[i],
                    series.low()[i],
                    series.close()[i],
                    series.volume()[i]);
        }
        return bars;
    }

    private static List<Indicator<Num>> indicators(Setup setup, BarSeries bars) {
        ClosePriceIndicator close = new ClosePriceIndicator(bars);
        return switch (setup.kind()) {
            case SMA -> List.of(new SMAIndicator(close, setup.period(0)));
            case EMA -> List.of(new EMAIndicator(close, setup.period(0)));
            case RSI -> List.of(new RSIIndicator(close, setup.period(0)));
            case MACD -> {
                MACDIndicator macd = new MACDIndicator(close, setup.period(0), setup.period(1));
                EMAIndicator signal = macd.getSignalLine(setup.period(2));
                yield List.of(macd, signal, NumericIndicator.of(macd).minus(signal));
            }
            case BOLLINGER -> {
                Num deviations = bars.numOf(setup.parameter(1));
                BollingerBandsMiddleIndicator middle =
                        new BollingerBandsMiddleIndicator(new SMAIndicator(close, setup.period(0)));
                StandardDeviationIndicator deviation = new StandardDeviationIndicator(close, setup.period(0));
                yield List.of(
                        middle,
                        new BollingerBandsUpperIndicator(middle, deviation, deviations),
                        new BollingerBandsLowerIndicator(middle, deviation, deviations));
            }
            case ATR -> List.of(new ATRIndicator(bars, setup.period(0)));
            case VWAP -> List.of(new VWAPIndicator(bars, setup.period(0)));
            case OBV -> List.of(new OnBalanceVolumeIndicator(bars));
            case STOCHASTIC -> {
                SMAIndicator k =
                        new SMAIndicator(new StochasticOscillatorKIndicator(bars, setup.period(0)), setup.period(1));
                yield List.of(k, new SMAIndicator(k, setup.period(2)));
            }
            case ADX ->
                List.of(
                        new ADXIndicator(bars, setup.period(0)),
                        new PlusDIIndicator(bars, setup.period(0)),
                        new MinusDIIndicator(bars, setup.period(0)));
        };
    }
}
