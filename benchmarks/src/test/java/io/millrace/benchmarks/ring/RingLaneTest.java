package io.millrace.benchmarks.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.benchmarks.Allocations;
import io.millrace.benchmarks.support.TradeRecord;
import io.millrace.engine.config.WaitKind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class RingLaneTest {
    private static final int EVENTS = 5_000;

    private final UnsafeBuffer trade = TradeRecord.prepare(1);

    @ParameterizedTest
    @EnumSource
    void shouldCarryEachEventOnceWithoutAllocation(final WaitKind wait) {
        final AtomicLong consumed = new AtomicLong();
        try (RingLane lane = new RingLane(1_024, wait, (slot, sequence, endOfBatch) -> {
            if (slot.receivedNs() == sequence && slot.length() == TradeRecord.BYTES) {
                consumed.incrementAndGet();
            }
        })) {
            final long bytes = Allocations.bestOf(() -> {
                for (int i = 0; i < EVENTS; i++) {
                    lane.publish(trade, 0, lane.published() + 1);
                }
            });
            while (consumed.get() <= lane.published()) {
                Thread.onSpinWait();
            }
            assertThat(bytes).isZero();
            assertThat(consumed.get()).isEqualTo(lane.published() + 1);
        }
    }

    @Test
    void shouldRefuseAnEchoOfAnotherEvent() {
        final EchoRing echo = new EchoRing(64);
        echo.publish(trade, 7);

        assertThatIllegalStateException().isThrownBy(() -> echo.await(8)).withMessageContaining("7");
    }
}
