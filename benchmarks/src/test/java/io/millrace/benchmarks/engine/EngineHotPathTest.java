package io.millrace.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.Allocations;
import io.millrace.engine.config.WaitKind;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EngineHotPathTest {
    private static final int EVENTS = 20_000;
    private static final int ROUNDS = 20;

    @Test
    void shouldAllocateNothingOnFeedAndEngineThread() {
        final EngineUnderLoad engine = new EngineUnderLoad();
        engine.wait = WaitKind.YIELDING;
        engine.warm();
        engine.open();
        engine.run(EVENTS);
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            final long before = engine.allocatedBytes();
            engine.run(EVENTS);
            best = Math.min(best, engine.allocatedBytes() - before);
        }
        engine.stop();
        engine.close();

        assertThat(best).as("bytes over %d events", EVENTS).isZero();
    }

    @Test
    void shouldUpdateEachBlockOnceWithoutAllocation() throws IOException {
        final StateAccessBenchmark state = new StateAccessBenchmark();
        state.open();
        try {
            final long bytes = Allocations.bestOf(() -> {
                for (int i = 0; i < 10_000; i++) {
                    state.bound();
                }
            });
            final long before = state.trades();
            state.bound();
            state.getUsing();
            state.acquireContext();

            assertThat(bytes).isZero();
            assertThat(state.trades()).isEqualTo(before + 3);
        } finally {
            state.close();
        }
    }
}
