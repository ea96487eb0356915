package io.millrace.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.journal.testing.SharedData;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CapturedArrivalsTest {
    private static final List<String> CAPTURES = List.of(
            "crypto/binance-coinm-btcusdperp-wsraw-2024-08-08.log.gz",
            "crypto/binance-spot-btcusdt-wsraw-2024-08-08.log.gz",
            "crypto/binance-spot-ethusdt-wsraw-2024-08-08.log.gz",
            "crypto/binance-usdm-btcusdt-wsraw-2024-08-08.log.gz");
    private static final LoadShape SHAPE = LoadShape.STANDARD;

    @Test
    void shouldHoldTheNumbersOfTheCaptures() throws IOException {
        final CaptureArrivals captured =
                CaptureArrivals.of(CAPTURES.stream().map(SharedData::require).toList());

        assertThat(captured.events()).isEqualTo(176_804);
        assertThat(captured.meanBurst()).isCloseTo(CapturedArrivals.MEAN_BURST, within(0.005));
        assertThat(captured.sameInstrument()).isCloseTo(CapturedArrivals.SAME_INSTRUMENT, within(0.0005));
        assertThat(captured.sameKind()).isCloseTo(CapturedArrivals.SAME_KIND, within(0.005));
        for (int i = 0; i < CapturedArrivals.BURST_SIZES.length; i++) {
            assertThat(captured.shareOfBursts(CapturedArrivals.BURST_SIZES[i]))
                    .as("bursts of at most %d", CapturedArrivals.BURST_SIZES[i])
                    .isCloseTo(CapturedArrivals.BURST_SHARES[i], within(0.0001));
        }
        for (int i = 0; i < CapturedArrivals.GAPS.length; i++) {
            assertThat(captured.gap(CapturedArrivals.GAP_SHARES[i]))
                    .as("gap that %s of all do not exceed", CapturedArrivals.GAP_SHARES[i])
                    .isCloseTo(CapturedArrivals.GAPS[i], Percentage.withPercentage(1));
        }
    }

    @Test
    void shouldDrawWhatTheTablesSay() {
        final SplittableRandom random = new SplittableRandom(1);
        final int draws = 200_000;
        final int[] sizes = Stream.generate(() -> CapturedArrivals.burstSize(random))
                .limit(draws)
                .mapToInt(Integer::intValue)
                .toArray();
        final double[] gaps = Stream.generate(() -> CapturedArrivals.gap(random))
                .limit(draws)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();

        assertThat(share(sizes, 1)).isCloseTo(0.6446, within(0.01));
        assertThat(share(sizes, 8)).isCloseTo(0.9661, within(0.01));
        assertThat(Arrays.stream(sizes).min()).hasValue(1);
        assertThat(Arrays.stream(sizes).max().orElseThrow()).isBetween(97, 128);
        assertThat(mean(sizes)).isCloseTo(CapturedArrivals.MEAN_BURST, within(0.1));
        assertThat(gaps[draws / 2]).isCloseTo(0.2879, within(0.02));
        assertThat(gaps[draws * 9 / 10]).isCloseTo(2.6011, within(0.15));
        assertThat(gaps[0]).isGreaterThanOrEqualTo(CapturedArrivals.GAPS[0]);
        assertThat(gaps[draws - 1]).isLessThanOrEqualTo(41.846);
    }

    @Test
    void shouldArriveInBurstsAtTheMeanRate() {
        final MarketSequence sequence = new MarketSequence(SHAPE);
        final int last = SHAPE.lapEvents() - 1;
        int bursts = 1;
        int sameInstrument = 0;
        int trades = 0;
        for (int i = 1; i <= last; i++) {
            assertThat(sequence.offsetNs(i)).isGreaterThanOrEqualTo(sequence.offsetNs(i - 1));
            if (sequence.offsetNs(i) > sequence.offsetNs(i - 1)) {
                bursts++;
            } else if (sequence.instrumentId(i) == sequence.instrumentId(i - 1)) {
                sameInstrument++;
            }
            trades += sequence.isTrade(i) ? 1 : 0;
        }

        assertThat(sequence.offsetNs(last)).as("the lap is filled").isEqualTo(sequence.durationNs());
        assertThat(sequence.durationNs()).isEqualTo(SHAPE.lapEvents() * 10_000L);
        assertThat((double) SHAPE.lapEvents() / bursts).isCloseTo(CapturedArrivals.MEAN_BURST, within(0.1));
        assertThat((double) sameInstrument / (SHAPE.lapEvents() - bursts)).isCloseTo(0.945, within(0.01));
        assertThat((double) trades / SHAPE.lapEvents()).isCloseTo(0.6, within(0.02));
    }

    @Test
    void shouldArriveEvenlyWhenAskedTo() {
        final MarketSequence sequence = new MarketSequence(SHAPE.arriving(Arrivals.EVEN));

        for (int i = 0; i < SHAPE.lapEvents(); i++) {
            assertThat(sequence.offsetNs(i)).isEqualTo((i + 1) * 10_000L);
        }
    }

    private static double share(final int[] sizes, final int most) {
        int count = 0;
        for (final int size : sizes) {
            count += size <= most ? 1 : 0;
        }
        return (double) count / sizes.length;
    }

    private static double mean(final int[] sizes) {
        long sum = 0;
        for (final int size : sizes) {
            sum += size;
        }
        return (double) sum / sizes.length;
    }
}
