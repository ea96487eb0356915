package io.millrace.engine.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three windows over one ring: sum, moments, extremes. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class RollingWindowTest {
    private static final long SEED = 4_711L;
    private static final int BASE = 24;
    private static final int OFFSET = 16;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20, 64, 1000})
    void shouldHoldExactSumAndExtremesWhenValuesAreWhole(int period) {
        RollingSum sum = new RollingSum(period, BASE);
        RollingExtremes extremes = new RollingExtremes(period, sum.end());
        UnsafeBuffer state = new UnsafeBuffer(new byte[OFFSET + extremes.end()]);
        SplittableRandom random = new SplittableRandom(SEED);
        int[] values = new int[5_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-1_000, 1_000);
            double actual = sum.push(state, OFFSET, values[i]);
            extremes.push(state, OFFSET, values[i] + 1.0, values[i] - 1.0);
            if (i + 1 < period) {
                continue;
            }
            double expected = 0.0;
            double highest = Double.NEGATIVE_INFINITY;
            double lowest = Double.POSITIVE_INFINITY;
            for (int j = i - period + 1; j <= i; j++) {
                expected += values[j];
                highest = StrictMath.max(highest, values[j] + 1.0);
                lowest = StrictMath.min(lowest, values[j] - 1.0);
            }
            assertThat(actual).as("sum at %d, seed %d", i, SEED).isEqualTo(expected);
            assertThat(extremes.highest(state, OFFSET))
                    .as("high at %d, seed %d", i, SEED)
                    .isEqualTo(highest);
            assertThat(extremes.lowest(state, OFFSET))
                    .as("low at %d, seed %d", i, SEED)
                    .isEqualTo(lowest);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 20, 257})
    void shouldForgetSpikeAtOnceWhenItLeavesWindow(int period) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int spike = period; spike < 3 * period; spike++) {
            RollingSum sum = new RollingSum(period, BASE);
            RollingMoments moments = new RollingMoments(period, sum.end());
            UnsafeBuffer state = new UnsafeBuffer(new byte[OFFSET + moments.end()]);
            double[] values = new double[spike + period + 1];
            double actualSum = 0.0;
            for (int i = 0; i < values.length; i++) {
                values[i] = 100.0 + random.nextDouble() * (i == spike ? 1e14 : 0.1);
                actualSum = sum.push(state, OFFSET, values[i]);
                moments.push(state, OFFSET, values[i]);
            }
            int last = values.length - 1;
            double mean = NaiveIndicators.mean(i -> values[i], last, period);
            double variance = NaiveIndicators.populationVariance(i -> values[i], last, period);
            double deviations = moments.sum(state, OFFSET);
            assertThat(Agreement.relativeDifference(0.0, actualSum / period, mean))
                    .isLessThan(1e-13);
            assertThat(Agreement.relativeDifference(0.0, moments.mean(state, OFFSET, deviations), mean))
                    .isLessThan(1e-13);
            assertThat(Agreement.relativeDifference(0.0, moments.variance(state, OFFSET, deviations), variance))
                    .as("variance after spike at %d, seed %d", spike, SEED)
                    .isLessThan(1e-9);
        }
    }

    @Test
    void shouldHaveExactlyZeroVarianceWhenWindowIsFlat() {
        RollingMoments moments = new RollingMoments(20, BASE);
        UnsafeBuffer state = new UnsafeBuffer(new byte[OFFSET + moments.end()]);
        for (int i = 0; i < 1_000; i++) {
            // Moves for 37 bars, then 63 flat ones at a level that no binary fraction holds.
            int lap = i / 100;
            double level = 0.1 * lap;
            moments.push(state, OFFSET, i % 100 < 37 ? 0.1 * i : level);
            if (i % 100 >= 37 + 19) {
                assertThat(moments.variance(state, OFFSET, moments.sum(state, OFFSET)))
                        .as("bar %d", i)
                        .isZero();
                assertThat(moments.mean(state, OFFSET, moments.sum(state, OFFSET)))
                        .isEqualTo(level);
            }
        }
    }

    @Test
    void shouldKeepVarianceWhenOnlyReferenceDiffers() {
        // The worst case of cancellation: the reference is as far as it can be from the mean, in the largest window,
        // and equal values round the same way ten thousand times.
        int period = ParameterSpec.MAX_PERIOD;
        RollingMoments moments = new RollingMoments(period, BASE);
        UnsafeBuffer state = new UnsafeBuffer(new byte[OFFSET + moments.end()]);
        for (int i = 0; i < 3 * period; i++) {
            moments.push(state, OFFSET, i % period == period - 1 ? 0.1 : 123_456.7);
        }
        for (int i = 0; i < period - 1; i++) {
            moments.push(state, OFFSET, 123_456.7);
            double share = 1.0 / period;
            double expected = (123_456.7 - 0.1) * (123_456.7 - 0.1) * share * (1.0 - share);
            double variance = moments.variance(state, OFFSET, moments.sum(state, OFFSET));
            assertThat(Agreement.relativeDifference(0.0, variance, expected))
                    .as("push %d", i)
                    .isLessThan(1e-7);
        }
    }

    @Test
    void shouldNotHaveNegativeVarianceWhenSquaresUnderflow() {
        RollingMoments moments = new RollingMoments(1_000, BASE);
        UnsafeBuffer state = new UnsafeBuffer(new byte[OFFSET + moments.end()]);
        for (int i = 0; i < 3_000; i++) {
            moments.push(state, OFFSET, i % 1_000 == 999 ? 0.0 : 1e-163);
        }
        moments.push(state, OFFSET, 1e-163);
        assertThat(StrictMath.sqrt(moments.variance(state, OFFSET, moments.sum(state, OFFSET))))
                .isZero();
    }

    @Test
    void shouldHaveZeroSumOnlyWhenEveryValueIsZero() {
        RollingSum sum = new RollingSum(10, BASE);
        UnsafeBuffer state = new UnsafeBuffer(new byte[OFFSET + sum.end()]);
        for (int i = 0; i < 1_000; i++) {
            double actual = sum.push(state, OFFSET, i % 25 == 0 ? 0.1 * i + 0.1 : 0.0);
            assertThat(actual > 0.0).as("value %d", i).isEqualTo(i % 25 < 10);
        }
    }
}
