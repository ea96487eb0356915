package io.millrace.engine.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No indicator allocates when it is updated or read. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class IndicatorAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP_UPDATES = 100_000;
    private static final int UPDATES = 1_000_000;
    private static final int ROUNDS = 3;

    private static Series series;

    @BeforeAll
    static void generate() {
        series = GeneratedSeries.trending();
    }

    static Stream<Setup> setups() {
        return Setup.many().stream();
    }

    @ParameterizedTest
    @MethodSource("setups")
    void shouldAllocateNothingWhenUpdated(Setup setup) {
        Indicator indicator = setup.create();
        UnsafeBuffer state = new UnsafeBuffer(new byte[indicator.stateSizeBytes()]);
        Bar bar = new Bar();
        double sum = update(indicator, state, bar, WARM_UP_UPDATES);

        // The runtime may allocate some bytes once, for itself; what an update allocates shows in every round.
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            sum += update(indicator, state, bar, UPDATES);
            allocated = StrictMath.min(allocated, THREADS.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(sum).isFinite();
        assertThat(allocated)
                .as("bytes allocated by %d updates of %s", UPDATES, setup)
                .isZero();
    }

    private static double update(Indicator indicator, UnsafeBuffer state, Bar bar, int updates) {
        double sum = 0.0;
        for (int i = 0, next = 0; i < updates; i++) {
            indicator.update(state, 0, series.bar(next, bar));
            if (indicator.warm(state, 0)) {
                sum += indicator.output(state, 0, indicator.outputCount() - 1);
            }
            next = next + 1 == series.size() ? 0 : next + 1;
        }
        return sum;
    }
}
