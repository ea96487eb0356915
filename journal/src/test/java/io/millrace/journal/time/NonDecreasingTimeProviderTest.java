package io.millrace.journal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NonDecreasingTimeProviderTest {
    private final AtomicLong nowNs = new AtomicLong(5_000_000_000L);
    private final NonDecreasingTimeProvider time = new NonDecreasingTimeProvider(nowNs::get, 0);

    @Test
    void shouldFollowTheClockForwardsOnly() {
        assertThat(time.currentTimeMillis()).isEqualTo(5_000);
        nowNs.set(4_000_000_000L);
        assertThat(time.currentTimeMillis()).isEqualTo(5_000);
        nowNs.set(6_000_000_000L);
        assertThat(time.currentTimeMillis()).isEqualTo(6_000);
        assertThat(time.currentTimeNanos()).isEqualTo(6_000_000_000L);
    }

    @Test
    void shouldNotStartBeforeItsFloor() {
        time.notBefore(9_000);
        time.notBefore(1_000);
        assertThat(time.currentTimeMillis()).isEqualTo(9_000);
    }

    @Test
    void shouldReadTheSystemsClocks() {
        final long wallMs = System.currentTimeMillis();
        assertThat(Clocks.epoch().nanoTime() / 1_000_000).isBetween(wallMs - 5_000, wallMs + 5_000);
        final long beginNs = Clocks.monotonic().nanoTime();
        assertThat(Clocks.monotonic().nanoTime()).isGreaterThanOrEqualTo(beginNs);
    }
}
