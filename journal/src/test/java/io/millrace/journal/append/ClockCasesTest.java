package io.millrace.journal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the wall clock does, every append is taken and the journal reads from its first record to its last. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ClockCasesTest {
    private static final String MIDNIGHT = "2026-11-21T00:00:00Z";

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private long records;

    @Test
    void shouldGoOnWhenTheClockStepsBackWithinACycle() {
        run(step(0), step(-1), step(-1));
        expectCycles(1);
    }

    @Test
    void shouldGoOnInTheNewestCycleWhenTheClockStepsBackOverARoll() {
        run(step(0), step(10), step(-60), step(1), step(1));
        expectCycles(2);
    }

    @Test
    void shouldGoOnWhenTheClockIsFrozen() {
        final Runnable[] frozen = new Runnable[200];
        Arrays.fill(frozen, step(0));
        run(frozen);
        expectCycles(1);
    }

    @Test
    void shouldRollWhenAFrozenClockCatchesUp() {
        run(step(0), step(0), step(3_600), step(0));
        expectCycles(2);
    }

    @Test
    void shouldRollAtTheBoundaryAndNotBefore() {
        clock.set(Instant.parse("2026-11-20T10:00:00.999999999Z"));
        run(step(0), () -> clock.set(Instant.parse("2026-11-20T10:00:01Z")));
        assertThat(fileNames()).containsExactly("20261120-100000T.cq4", "20261120-100001T.cq4");
    }

    @Test
    void shouldRollAtMidnightUtcAndStayThereWhenTheClockStepsBackOverIt() {
        clock.set(Instant.parse(MIDNIGHT).minusNanos(1));
        run(
                step(0),
                () -> clock.set(Instant.parse(MIDNIGHT)),
                () -> clock.set(Instant.parse(MIDNIGHT).minusSeconds(5)));
        assertThat(fileNames()).containsExactly("20261120-235959T.cq4", "20261121-000000T.cq4");
    }

    @Test
    void shouldReadOverCyclesThatTheClockLeftOut() {
        run(step(0), step(600), step(7_200));
        expectCycles(3);
    }

    @Test
    void shouldGoOnAfterARestartWithAClockOfYesterday() {
        run(step(0), step(5));
        clock.addSeconds(-86_400);
        run(step(0), step(1));
        // The clock is past the newest cycle again.
        clock.addSeconds(86_400 + 60);
        run(step(0));
        expectCycles(3);
    }

    @Test
    void shouldGoOnAfterADeathBetweenTheEndOfACycleAndTheBeginningOfTheNext() {
        run(step(0));
        endNewestCycle();
        // Not a second later, but in the cycle that has ended, or before.
        run(step(0), step(-3_600), step(0));
        assertThat(JournalVerifier.verify(directory).damage()).isEmpty();
    }

    /** Appends a trade after each step of the clock, in one process. */
    private void run(final Runnable... steps) {
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, records))) {
            for (final Runnable step : steps) {
                step.run();
                journal.trade().commit();
                records++;
            }
        }
        final JournalSummary summary = JournalVerifier.verify(directory);
        assertThat(summary.damage()).isEmpty();
        assertThat(summary.records()).isEqualTo(records);
    }

    private Runnable step(final long seconds) {
        return () -> clock.addSeconds(seconds);
    }

    /** What a writer does first when it rolls. */
    private void endNewestCycle() {
        try (SingleChronicleQueue queue = new QueueDirectory(directory)
                .openForAppend(QueueDirectory.rollCycle(SettableClock.SECONDLY), () -> clock.nanoTime() / 1_000_000)) {
            final var store = queue.storeForCycle(queue.lastCycle(), queue.epoch(), false, null);
            final var wire = queue.wireType().apply(store.bytes());
            assertThat(store.writeEOF(wire, 1_000)).isTrue();
            queue.closeStore(store);
        }
    }

    private void expectCycles(final int count) {
        assertThat(fileNames()).hasSize(count);
    }

    private List<String> fileNames() {
        return new QueueDirectory(directory)
                .files().cycleFiles().stream()
                        .map(file -> file.getFileName().toString())
                        .toList();
    }
}
