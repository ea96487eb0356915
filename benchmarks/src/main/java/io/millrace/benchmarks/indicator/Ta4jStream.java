package io.millrace.benchmarks.indicator;

import io.millrace.engine.indicator.Bar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
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
import org.ta4j.core.num.DoubleNum;
import org.ta4j.core.num.Num;

/**
 * The same indicator as ta4j computes it live: a series of bounded length that a bar is added to, then the newest value of
 * each output. On {@code DoubleNum}, the faster of its number types.
 *
 * <p>JMH's thread.
 */
@State(Scope.Thread)
public class Ta4jStream {
    /** Bars that the series keeps: enough for the longest memory among the defaults, few enough to be cheap. */
    private static final int MAX_BARS = 256;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Param({"SMA", "EMA", "RSI", "MACD", "BOLLINGER", "ATR", "OBV", "STOCHASTIC", "ADX", "VWAP_20"})
    public IndicatorCase indicator;

    private final Bar bar = new Bar();
    private BarSequence bars;
    private BarSeries series;
    private Indicator<Num>[] outputs;
    private ZonedDateTime endTime;

    /** Goes through the series once. */
    @Setup
    @SuppressWarnings("unchecked")
    public void open() {
        bars = new BarSequence();
        series = new BaseBarSeriesBuilder()
                .withNumTypeOf(DoubleNum::valueOf)
                .withMaxBarCount(MAX_BARS)
                .build();
        outputs = outputs().toArray(Indicator[]::new);
        endTime = Instant.EPOCH.atZone(ZoneOffset.UTC);
        for (int i = 0; i < BarSequence.SIZE; i++) {
            update();
        }
    }

    /** Adds a bar and gives the sum of the outputs. */
    public double update() {
        bars.next(bar);
        endTime = endTime.plus(MINUTE);
        series.addBar(MINUTE, endTime, bar.open(), bar.high(), bar.low(), bar.close(), bar.volume());
        final int newest = series.getEndIndex();
        double sum = 0.0;
        for (final Indicator<Num> output : outputs) {
            sum += output.getValue(newest).doubleValue();
        }
        return sum;
    }

    /** So many updates as {@link IndicatorPairs} times at once; their sum keeps them from being left out. */
    void updates(final int count) {
        double sum = 0.0;
        for (int i = 0; i < count; i++) {
            sum += update();
        }
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("ta4j has no value for " + indicator);
        }
    }

    private List<Indicator<Num>> outputs() {
        final ClosePriceIndicator close = new ClosePriceIndicator(series);
        return switch (indicator) {
            case SMA -> List.of(new SMAIndicator(close, indicator.period(0)));
            case EMA -> List.of(new EMAIndicator(close, indicator.period(0)));
            case RSI -> List.of(new RSIIndicator(close, indicator.period(0)));
            case MACD -> macd(close);
            case BOLLINGER -> bollinger(close);
            case ATR -> List.of(new ATRIndicator(series, indicator.period(0)));
            case OBV -> List.of(new OnBalanceVolumeIndicator(series));
            case STOCHASTIC -> stochastic();
            case ADX ->
                List.of(
                        new ADXIndicator(series, indicator.period(0)),
                        new PlusDIIndicator(series, indicator.period(0)),
                        new MinusDIIndicator(series, indicator.period(0)));
            case VWAP_20 -> List.of(new VWAPIndicator(series, indicator.period(0)));
            case VWAP -> throw new IllegalArgumentException("ta4j has no average price since the start of the day");
        };
    }

    private List<Indicator<Num>> macd(final ClosePriceIndicator close) {
        final MACDIndicator macd = new MACDIndicator(close, indicator.period(0), indicator.period(1));
        final EMAIndicator signal = macd.getSignalLine(indicator.period(2));
        return List.of(macd, signal, NumericIndicator.of(macd).minus(signal));
    }

    private List<Indicator<Num>> bollinger(final ClosePriceIndicator close) {
        final Num deviations = series.numOf(indicator.parameter(1));
        final BollingerBandsMiddleIndicator middle =
                new BollingerBandsMiddleIndicator(new SMAIndicator(close, indicator.period(0)));
        final StandardDeviationIndicator deviation = new StandardDeviationIndicator(close, indicator.period(0));
        return List.of(
                middle,
                new BollingerBandsUpperIndicator(middle, deviation, deviations),
                new BollingerBandsLowerIndicator(middle, deviation, deviations));
    }

    private List<Indicator<Num>> stochastic() {
        final SMAIndicator k =
                new SMAIndicator(new StochasticOscillatorKIndicator(series, indicator.period(0)), indicator.period(1));
        return List.of(k, new SMAIndicator(k, indicator.period(2)));
    }
}
