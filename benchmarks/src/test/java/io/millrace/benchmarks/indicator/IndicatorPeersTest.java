package io.millrace.benchmarks.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.Allocations;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compared must be the same computation, and ours must allocate nothing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class IndicatorPeersTest {
    private static final Percentage CLOSE = Percentage.withPercentage(1e-6);
    private static final int PASSES = 5;

    @ParameterizedTest
    @EnumSource(names = "VWAP", mode = EnumSource.Mode.EXCLUDE)
    void shouldComputeWhatTa4jComputes(final IndicatorCase indicator) {
        final MillraceStream ours = ours(indicator);
        final Ta4jStream peer = new Ta4jStream();
        peer.indicator = indicator;
        peer.open();
        // ta4j's on-balance volume leaves the first bar out, ours and TA-Lib's count it: a difference that stays.
        final double offset = indicator == IndicatorCase.OBV ? next(ours) - peer.update() : 0.0;

        for (int i = 0; i < 100; i++) {
            assertThat(peer.update() + offset).isCloseTo(next(ours), CLOSE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"VWAP", "VWAP_20"},
            mode = EnumSource.Mode.EXCLUDE)
    void shouldComputeWhatTaLibComputes(final IndicatorCase indicator) {
        final TaLibBatch peer = new TaLibBatch();
        peer.indicator = indicator;
        peer.open();
        final MillraceStream ours = ours(indicator);
        // Ours has taken the series once, which is where the batch ends.
        assertThat(peer.newest()).isCloseTo(ours.newest(), CLOSE);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothing(final IndicatorCase indicator) {
        final MillraceStream stream = ours(indicator);
        final double[] sum = new double[1];

        final long bytes = Allocations.bestOf(() -> {
            for (int i = 0; i < PASSES; i++) {
                stream.pass();
            }
            sum[0] += stream.newest();
        });

        assertThat(bytes).isZero();
        assertThat(sum[0]).isFinite();
    }

    /** The check of the check: an implementation that allocates is seen. */
    @Test
    void shouldSeeAllocation() {
        final Ta4jStream stream = new Ta4jStream();
        stream.indicator = IndicatorCase.SMA;
        stream.open();

        assertThat(Allocations.bestOf(stream::update)).isPositive();
    }

    private static MillraceStream ours(final IndicatorCase indicator) {
        final MillraceStream stream = new MillraceStream();
        stream.indicator = indicator;
        stream.instruments = 1;
        stream.open();
        return stream;
    }

    private static double next(final MillraceStream stream) {
        stream.update();
        return stream.newest();
    }
}
