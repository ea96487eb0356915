package io.millrace.engine.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class TradeIdWindowTest {

    @Test
    void shouldTakeALateIdOnce() {
        long seen = TradeIdWindow.take(10, 1L, 12);
        assertThat(TradeIdWindow.seen(12, seen, 11)).isFalse();
        seen = TradeIdWindow.take(12, seen, 11);
        assertThat(TradeIdWindow.seen(12, seen, 11)).isTrue();
        assertThat(TradeIdWindow.seen(12, seen, 10)).isTrue();
        assertThat(TradeIdWindow.seen(12, seen, 12)).isTrue();
        assertThat(TradeIdWindow.seen(12, seen, 13)).isFalse();
    }

    @Test
    void shouldCallSeenWhatLiesBelowTheWindow() {
        final long seen = TradeIdWindow.take(10, 1L, 100);
        assertThat(TradeIdWindow.seen(100, seen, 100 - 63)).isFalse();
        assertThat(TradeIdWindow.seen(100, seen, 100 - 64)).isTrue();
        assertThat(TradeIdWindow.seen(Long.MAX_VALUE, 1L, 0)).isTrue();
    }

    @Test
    void shouldForgetAllButTheNewestAfterAFarJump() {
        assertThat(TradeIdWindow.take(10, -1L, 10 + 64)).isEqualTo(1L);
        assertThat(TradeIdWindow.take(10, -1L, 10 + 63)).isEqualTo((-1L << 63) | 1L);
        assertThat(TradeIdWindow.take(0, 1L, Long.MAX_VALUE)).isEqualTo(1L);
    }

    @Test
    void shouldAgreeWithASetOfAllIds() {
        for (long seed = 1; seed <= 100; seed++) {
            final Random random = new Random(seed);
            final Set<Long> all = new HashSet<>();
            long largest = random.nextInt(1_000);
            long seen = 1;
            all.add(largest);
            for (int i = 0; i < 2_000; i++) {
                final long id = Math.max(0, largest + random.nextInt(70) - 64 + (random.nextInt(50) == 0 ? 100 : 0));
                final boolean expected = all.contains(id) || id <= largest - 64;
                assertThat(TradeIdWindow.seen(largest, seen, id))
                        .as("seed %d, id %d below %d", seed, id, largest)
                        .isEqualTo(expected);
                if (!expected) {
                    seen = TradeIdWindow.take(largest, seen, id);
                    largest = Math.max(largest, id);
                    all.add(id);
                }
            }
        }
    }
}
