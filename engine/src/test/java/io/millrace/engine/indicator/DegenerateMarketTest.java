package io.millrace.engine.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The finite answers that are documented for markets in which a formula divides by zero. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class DegenerateMarketTest {
    private static final long DAY_NS = 86_400_000_000_000L;

    /** Long enough for any average to decay below the smallest normal number. */
    private static final int STILL_BARS = 30_000;

    @Test
    void shouldReadZeroOrPriceWhenMarketNeverMoves() {
        assertThat(lastFlat(IndicatorKind.SMA)).containsExactly(64.0);
        assertThat(lastFlat(IndicatorKind.EMA)).containsExactly(64.0);
        assertThat(lastFlat(IndicatorKind.RSI)).containsExactly(0.0);
        assertThat(lastFlat(IndicatorKind.MACD)).containsExactly(0.0, 0.0, 0.0);
        assertThat(lastFlat(IndicatorKind.BOLLINGER)).containsExactly(64.0, 64.0, 64.0);
        assertThat(lastFlat(IndicatorKind.ATR)).containsExactly(0.0);
        assertThat(lastFlat(IndicatorKind.VWAP)).containsExactly(64.0);
        assertThat(lastFlat(IndicatorKind.OBV)).containsExactly(5.0);
        assertThat(lastFlat(IndicatorKind.STOCHASTIC)).containsExactly(0.0, 0.0);
        assertThat(lastFlat(IndicatorKind.ADX)).containsExactly(0.0, 0.0, 0.0);
    }

    @Test
    void shouldReadHundredWhenCloseOnlyRises() {
        Run run = new Run(IndicatorKind.RSI.create(14));
        for (int i = 0; i < STILL_BARS; i++) {
            run.bar(i, 1.0 + i, 1.0 + i, 1.0 + i, 1.0);
        }
        assertThat(run.outputs()).containsExactly(100.0);
    }

    @Test
    void shouldStayWhereItWasWhenMarketStopsMovingForGood() {
        for (IndicatorKind kind : new IndicatorKind[] {IndicatorKind.RSI, IndicatorKind.ADX}) {
            Run run = new Run(kind.create(14));
            Series series = GeneratedSeries.trending();
            for (int i = 0; i < 500; i++) {
                run.bar(i, series.high()[i], series.low()[i], series.close()[i], 1.0);
            }
            double price = series.close()[499];
            run.bar(500, price, price, price, 1.0);
            double[] before = run.outputs();
            for (int i = 501; i < STILL_BARS; i++) {
                run.bar(i, price, price, price, 0.0);
            }
            double[] after = run.outputs();
            // The directional index goes on to the movement index that the held indicators give; those stay.
            int first = kind == IndicatorKind.ADX ? 1 : 0;
            for (int output = first; output < before.length; output++) {
                assertThat(Agreement.relativeDifference(1.0, before[output], after[output]))
                        .as("%s output %d: %s before, %s after", kind, output, before[output], after[output])
                        .isLessThan(1e-9);
            }
            if (kind == IndicatorKind.ADX) {
                double movement = 100.0 * StrictMath.abs(after[1] - after[2]) / (after[1] + after[2]);
                assertThat(Agreement.relativeDifference(1.0, movement, after[0]))
                        .isLessThan(1e-9);
            }
        }
    }

    @Test
    void shouldHoldNoSubnormalNumberWhenMarketStopsMovingForGood() {
        assertNoSubnormalNumber(0.0);
    }

    @Test
    void shouldHoldNoSubnormalNumberWhenMarketMovesOneWayForGood() {
        assertNoSubnormalNumber(1.0);
        assertNoSubnormalNumber(-1.0);
    }

    private static void assertNoSubnormalNumber(double step) {
        for (Setup setup : Setup.many()) {
            Run run = new Run(setup.create());
            Series series = GeneratedSeries.meanReverting();
            for (int i = 0; i < 500; i++) {
                run.bar(i, series.high()[i], series.low()[i], series.close()[i], 1.0);
            }
            for (int i = 500; i < STILL_BARS; i++) {
                double price = 100_000.0 + i * step;
                run.bar(i, price, price, price, 0.0);
                if (i % 5 == 0) {
                    assertThat(run.subnormals())
                            .as("%s with steps of %s, bar %d", setup, step, i)
                            .isZero();
                }
            }
        }
    }

    @Test
    void shouldKeepProportionWhenThereIsRangeButNoMovement() {
        Run run = new Run(IndicatorKind.ADX.create(2));
        Series series = GeneratedSeries.trending();
        for (int i = 0; i < 50; i++) {
            run.bar(i, series.high()[i], series.low()[i], series.close()[i], 1.0);
        }
        run.bar(50, 110.0, 90.0, 100.0, 1.0);
        run.bar(51, 113.0, 90.0, 100.0, 1.0);
        for (int i = 52; i < 200; i++) {
            run.bar(i, 113.0, 90.0, 100.0, 1.0);
        }
        double before = run.outputs()[0];
        assertThat(before).isBetween(1.0, 99.0);
        for (int i = 200; i < STILL_BARS; i++) {
            run.bar(i, 113.0, 90.0, 100.0, 1.0);
            assertThat(run.outputs()[0]).as("bar %d", i).isCloseTo(before, within(1e-9));
        }
        assertThat(run.outputs()[1]).isLessThan(1e-200);
        assertThat(run.outputs()[2]).isLessThan(1e-200);
    }

    @Test
    void shouldBeTypicalPriceWhenWindowHasNoVolume() {
        Run run = new Run(IndicatorKind.VWAP.create(3));
        run.bar(0, 12.0, 9.0, 9.0, 7.0);
        run.bar(1, 12.0, 9.0, 12.0, 0.0);
        run.bar(2, 12.0, 9.0, 12.0, 0.0);
        assertThat(run.outputs()).containsExactly(10.0);
        run.bar(3, 15.0, 12.0, 12.0, 0.0);
        assertThat(run.outputs()).containsExactly(13.0);
    }

    @Test
    void shouldBeginAnewWhenUtcDayChanges() {
        Run run = new Run(IndicatorKind.VWAP.create(0));
        run.barAt(DAY_NS - 60, 10.0, 10.0, 10.0, 1.0);
        run.barAt(DAY_NS - 1, 20.0, 20.0, 20.0, 3.0);
        assertThat(run.outputs()).containsExactly(17.5);
        run.barAt(DAY_NS, 30.0, 30.0, 30.0, 0.0);
        assertThat(run.outputs()).containsExactly(30.0);
        run.barAt(DAY_NS + 1, 40.0, 40.0, 40.0, 2.0);
        assertThat(run.outputs()).containsExactly(40.0);
        run.barAt(5 * DAY_NS, 50.0, 50.0, 50.0, 1.0);
        assertThat(run.outputs()).containsExactly(50.0);
    }

    @Test
    void shouldBeginAnewWhenEpochBegins() {
        Run run = new Run(IndicatorKind.VWAP.create(0));
        run.barAt(-1, 10.0, 10.0, 10.0, 1.0);
        run.barAt(0, 20.0, 20.0, 20.0, 1.0);
        assertThat(run.outputs()).containsExactly(20.0);
    }

    @Test
    void shouldBeginWithFirstVolumeWhenFirstCloseIsNegative() {
        Run run = new Run(IndicatorKind.OBV.create());
        run.bar(0, -36.0, -38.0, -37.0, 4.0);
        assertThat(run.outputs()).containsExactly(4.0);
        run.bar(1, -36.0, -38.0, -38.0, 1.0);
        assertThat(run.outputs()).containsExactly(3.0);
    }

    private static double[] lastFlat(IndicatorKind kind) {
        Run run = new Run(kind.create());
        for (int i = 0; i < 500; i++) {
            run.bar(i, 64.0, 64.0, 64.0, 5.0);
        }
        return run.outputs();
    }

    /** One indicator with its state. */
    private static final class Run {
        private final Indicator indicator;
        private final UnsafeBuffer state;
        private final Bar bar = new Bar();

        Run(Indicator indicator) {
            this.indicator = indicator;
            this.state = new UnsafeBuffer(new byte[indicator.stateSizeBytes()]);
        }

        void bar(int index, double high, double low, double close, double volume) {
            barAt(index * Series.MINUTE_NS, high, low, close, volume);
        }

        void barAt(long timeNs, double high, double low, double close, double volume) {
            indicator.update(state, 0, bar.set(timeNs, Series.MINUTE_NS, close, high, low, close, volume));
        }

        double[] outputs() {
            assertThat(indicator.warm(state, 0)).isTrue();
            double[] outputs = new double[indicator.outputCount()];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = indicator.output(state, 0, i);
            }
            return outputs;
        }

        /**
         * How many subnormal doubles the slice holds. The position of a ring looks like one, but has a zero upper half;
         * whatever decays passes through those that have not.
         */
        int subnormals() {
            int count = 0;
            for (int at = Slice.OUTPUTS; at < state.capacity(); at += Double.BYTES) {
                double value = StrictMath.abs(state.getDouble(at));
                if (value > 0.0 && value < Double.MIN_NORMAL && state.getLong(at) >>> 32 != 0) {
                    count++;
                }
            }
            return count;
        }
    }
}
