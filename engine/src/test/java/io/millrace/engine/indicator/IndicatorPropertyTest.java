package io.millrace.engine.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every indicator, with any parameters, on any series. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class IndicatorPropertyTest {
    private static final long SEED = 20_261_120L;
    private static final byte GUARD = (byte) 0xA5;

    static Stream<Setup> setups() {
        SplittableRandom random = new SplittableRandom(SEED);
        return Stream.concat(
                Setup.many().stream(),
                Stream.generate(() -> randomSetup(random)).limit(40));
    }

    private static Setup randomSetup(SplittableRandom random) {
        IndicatorKind[] kinds = IndicatorKind.values();
        IndicatorKind kind = kinds[random.nextInt(kinds.length)];
        double[] parameters = new double[kind.parameters().size()];
        for (int i = 0; i < parameters.length; i++) {
            ParameterSpec spec = kind.parameters().get(i);
            parameters[i] = spec.integer()
                    ? spec.min() + random.nextInt(60)
                    : spec.min() + (StrictMath.min(spec.max(), 5.0) - spec.min()) * random.nextDouble();
        }
        if (kind == IndicatorKind.MACD && parameters[0] >= parameters[1]) {
            parameters[1] = parameters[0] + 1.0;
        }
        return new Setup(kind, parameters);
    }

    @ParameterizedTest
    @MethodSource("setups")
    void shouldEqualDefinitionWhenStreamed(Setup setup) {
        for (Series series : GeneratedSeries.all()) {
            double floor = Agreement.floor(setup.kind(), series);
            double[][] outputs = setup.run(series);
            for (int i = 0; i < series.size(); i++) {
                double[] expected = NaiveIndicators.at(setup, series, i);
                for (int output = 0; output < outputs.length; output++) {
                    double actual = outputs[output][i];
                    if (expected == null) {
                        assertThat(actual)
                                .as("%s on %s, bar %d", setup, series, i + 1)
                                .isNaN();
                    } else {
                        assertThat(Agreement.relativeDifference(floor, expected[output], actual))
                                .as("%s on %s, bar %d: %s, expected %s", setup, series, i + 1, actual, expected[output])
                                .isLessThanOrEqualTo(Agreement.TOLERANCE);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void shouldGoOnBitForBitWhenStateIsCopiedElsewhere(Setup setup) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (Series series : GeneratedSeries.all()) {
            Indicator indicator = setup.create();
            int sizeBytes = indicator.stateSizeBytes();
            UnsafeBuffer whole = new UnsafeBuffer(new byte[sizeBytes]);
            feed(indicator, whole, 0, series, 0, series.size());
            for (int i = 0; i < 5; i++) {
                int split = random.nextInt(series.size() + 1);
                int offset = 8 * random.nextInt(10);
                UnsafeBuffer before = new UnsafeBuffer(new byte[sizeBytes]);
                feed(indicator, before, 0, series, 0, split);
                UnsafeBuffer after = new UnsafeBuffer(new byte[offset + sizeBytes]);
                after.putBytes(offset, before, 0, sizeBytes);
                feed(setup.create(), after, offset, series, split, series.size());
                assertThat(Arrays.copyOfRange(after.byteArray(), offset, offset + sizeBytes))
                        .as("%s on %s split at %d, seed %d", setup, series, split, SEED)
                        .isEqualTo(whole.byteArray());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void shouldBeFreshAndTouchNothingElseWhenReset(Setup setup) {
        Indicator indicator = setup.create();
        int sizeBytes = indicator.stateSizeBytes();
        assertThat(sizeBytes % 8).isZero();
        Series series = GeneratedSeries.trending();
        byte[] bytes = new byte[64 + sizeBytes + 64];
        Arrays.fill(bytes, GUARD);
        UnsafeBuffer state = new UnsafeBuffer(bytes);

        indicator.reset(state, 64);
        assertThat(Arrays.copyOfRange(bytes, 64, 64 + sizeBytes)).containsOnly(0);
        feed(indicator, state, 64, series, 0, 700);
        indicator.reset(state, 64);
        assertThat(Arrays.copyOfRange(bytes, 64, 64 + sizeBytes)).containsOnly(0);
        feed(indicator, state, 64, series, 0, series.size());

        UnsafeBuffer fresh = new UnsafeBuffer(new byte[sizeBytes]);
        feed(indicator, fresh, 0, series, 0, series.size());
        assertThat(Arrays.copyOfRange(bytes, 64, 64 + sizeBytes)).isEqualTo(fresh.byteArray());
        assertThat(Arrays.copyOfRange(bytes, 0, 64)).containsOnly(GUARD);
        assertThat(Arrays.copyOfRange(bytes, 64 + sizeBytes, bytes.length)).containsOnly(GUARD);
    }

    @ParameterizedTest
    @MethodSource("setups")
    void shouldKeepOutputsFiniteAndZeroBeforeWarmUpWhenMarketIsExtreme(Setup setup) {
        Indicator indicator = setup.create();
        UnsafeBuffer state = new UnsafeBuffer(new byte[indicator.stateSizeBytes()]);
        SplittableRandom random = new SplittableRandom(SEED);
        List<Double> levels = List.of(0.0, 1e-100, 1e-8, 1.0, 1.0, 1.0, 1.5, 1e6, 1e99);
        Bar bar = new Bar();
        for (int i = 0; i < 20_000; i++) {
            double low = levels.get(random.nextInt(levels.size()));
            double high = StrictMath.max(low, levels.get(random.nextInt(levels.size())));
            double volume = random.nextInt(3) == 0 ? 0.0 : levels.get(random.nextInt(levels.size()));
            double close = random.nextBoolean() ? low : high;
            long timeNs = i * Series.MINUTE_NS;
            indicator.update(state, 0, bar.set(timeNs, Series.MINUTE_NS, low, high, low, close, volume));
            assertThat(indicator.barCount(state, 0)).isEqualTo(i + 1L);
            assertThat(indicator.warm(state, 0)).isEqualTo(i + 1 >= indicator.warmUpBars());
            for (int output = 0; output < indicator.outputCount(); output++) {
                double value = indicator.output(state, 0, output);
                if (!indicator.warm(state, 0)) {
                    assertThat(value).as("%s, bar %d", setup, i + 1).isZero();
                } else if (!Double.isFinite(value)) {
                    assertThat(value).as("%s, %s, seed %d", setup, bar, SEED).isFinite();
                }
            }
        }
    }

    private static void feed(Indicator indicator, UnsafeBuffer state, int offset, Series series, int from, int to) {
        Bar bar = new Bar();
        for (int i = from; i < to; i++) {
            indicator.update(state, offset, series.bar(i, bar));
        }
    }
}
