package io.millrace.archiver.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BackoffTest {
    @Test
    void shouldDoubleUpToTheLimitWithJitter() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new SplittableRandom(1));
        long full = 100;
        for (int i = 0; i < 50; i++) {
            assertThat(backoff.nextPauseMs()).isBetween(full / 2, full);
            full = Math.min(1000, full * 2);
        }
    }

    @Test
    void shouldNotGiveTwoClientsTheSamePauses() {
        Backoff one = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), new SplittableRandom(1));
        Backoff other = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), new SplittableRandom(2));
        assertThat(one.nextPauseMs()).isNotEqualTo(other.nextPauseMs());
    }

    @Test
    void shouldStartAgainAfterSuccess() {
        Backoff backoff = new Backoff(Duration.ofMillis(8), Duration.ofSeconds(1), new SplittableRandom(1));
        for (int i = 0; i < 10; i++) {
            backoff.nextPauseMs();
        }
        backoff.reset();
        assertThat(backoff.nextPauseMs()).isBetween(4L, 8L);
    }
}
