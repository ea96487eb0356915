package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.time.Clocks;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PausesTest {
    private static final long LONG_MS = TimeUnit.HOURS.toMillis(1);

    private final AtomicInteger told = new AtomicInteger();

    @Test
    void shouldTellTheStatusDuringAPauseAndCountTheTime() {
        Pauses pauses = stoppedAfter(Integer.MAX_VALUE);

        pauses.pause(120);

        assertThat(told.get()).isEqualTo(3);
        assertThat(pauses.waitedNs()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(120));
    }

    @Test
    void shouldEndAPauseWhenToldToStop() {
        Pauses pauses = stoppedAfter(2);

        pauses.pause(LONG_MS);

        assertThat(told.get()).isEqualTo(2);
        assertThat(pauses.stopped()).isTrue();
    }

    @Test
    void shouldTellTheStatusThoughThereIsNothingToWaitFor() {
        Pauses pauses = stoppedAfter(0);

        pauses.idle();

        assertThat(told.get()).isEqualTo(1);
        assertThat(pauses.waitedNs()).isZero();
    }

    @Test
    void shouldTakeAnInterruptForAStopAndLeaveItToTheCaller() {
        AtomicInteger slices = new AtomicInteger();
        Pauses pauses = new Pauses(
                () -> false,
                () -> {
                    slices.incrementAndGet();
                    Thread.currentThread().interrupt();
                },
                Clocks.monotonic());

        pauses.pause(LONG_MS);

        assertThat(pauses.stopped()).isTrue();
        assertThat(Thread.interrupted()).as("the flag stays for the caller").isTrue();
        assertThat(slices.get()).isEqualTo(1);
        assertThat(pauses.stopped()).isFalse();
    }

    private Pauses stoppedAfter(int statuses) {
        return new Pauses(() -> told.get() >= statuses, told::incrementAndGet, Clocks.monotonic());
    }
}
