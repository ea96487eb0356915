package io.millrace.journal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.JournalException;
import io.millrace.journal.testing.JournalFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DurabilityTest {
    private static final DurabilityPolicy EACH = new DurabilityPolicy(Durability.EACH, 1, 1);

    @TempDir
    Path directory;

    @Test
    void shouldForceOnlyWhenAskedAtLevelProcess() {
        try (JournalFixture journal = open(DurabilityPolicy.PROCESS, 0)) {
            journal.trades(5).commit();
            journal.appender().forceIfDue();
            assertThat(journal.appender().forcedSequence()).isZero();
            journal.appender().force();
            assertThat(journal.appender().forcedSequence()).isEqualTo(5);
        }
        try (JournalFixture journal = open(DurabilityPolicy.PROCESS, 5)) {
            assertThat(journal.appender().forcedSequence()).isZero();
        }
    }

    @Test
    void shouldForceEachBatchAtLevelEach() {
        try (JournalFixture journal = open(EACH, 0)) {
            journal.trades(5).commit();
            assertThat(journal.appender().forcedSequence()).isEqualTo(5);
            journal.trades(1).commit();
            assertThat(journal.appender().forcedSequence()).isEqualTo(6);
        }
    }

    @Test
    void shouldForceByCountAtLevelBatch() {
        final DurabilityPolicy policy = new DurabilityPolicy(Durability.BATCH, TimeUnit.HOURS.toNanos(1), 10);
        final JournalAppender appender;
        try (JournalFixture journal = open(policy, 0)) {
            appender = journal.appender();
            journal.trades(9).commit();
            assertThat(appender.forcedSequence()).isZero();
            journal.trades(1).commit();
            assertThat(appender.forcedSequence()).isEqualTo(10);
            journal.trades(3).commit();
            assertThat(appender.forcedSequence()).isEqualTo(10);
        }
        assertThat(appender.forcedSequence()).as("forced on close").isEqualTo(13);
    }

    @Test
    void shouldForceByTimeAtLevelBatchAlsoWithoutANewBatch() throws Exception {
        final DurabilityPolicy policy =
                new DurabilityPolicy(Durability.BATCH, TimeUnit.MILLISECONDS.toNanos(200), 1000);
        try (JournalFixture journal = open(policy, 0)) {
            journal.trades(1).commit();
            assertThat(journal.appender().forcedSequence()).isZero();
            journal.appender().forceIfDue();
            assertThat(journal.appender().forcedSequence()).isZero();
            Thread.sleep(210);
            journal.appender().forceIfDue();
            assertThat(journal.appender().forcedSequence()).isEqualTo(1);
            Thread.sleep(210);
            journal.trades(1).commit();
            assertThat(journal.appender().forcedSequence()).isEqualTo(2);
        }
    }

    @Test
    void shouldForceWhatAnEarlierProcessLeftWhenTheLevelPromisesIt() {
        try (JournalFixture journal = open(DurabilityPolicy.PROCESS, 0)) {
            journal.trades(4).commit();
        }
        try (JournalFixture journal = open(EACH, 4)) {
            assertThat(journal.appender().forcedSequence()).isEqualTo(4);
        }
    }

    @Test
    void shouldForceOlderCyclesBeforeTheFirstForceOfANewOne() throws IOException {
        final SettableClock clock = new SettableClock();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0))) {
            for (int cycle = 0; cycle < 3; cycle++) {
                journal.trades(1).commit();
                clock.addSeconds(1);
            }
            // An older cycle file that cannot be opened must not be passed over.
            replaceByDirectory(cycleFile(1));
            assertThatThrownBy(() -> journal.appender().force())
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("cannot force");
        }
    }

    @Test
    void shouldThrowAndNeverForceAgainWhenAForceFails() throws IOException {
        try (JournalFixture journal = open(DurabilityPolicy.PROCESS, 0)) {
            journal.trades(1).commit();
            final Path file = cycleFile(0);
            final Path aside = replaceByDirectory(file);
            assertThatThrownBy(() -> journal.appender().force())
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("cannot force " + file)
                    .hasMessageContaining("the engine stops");
            Files.delete(file);
            Files.move(aside, file);
            assertThatThrownBy(() -> journal.appender().force()).hasMessageContaining("failed before");
            assertThatThrownBy(() -> journal.trades(1).commit()).hasMessageContaining("failed before");
            assertThat(journal.appender().forcedSequence()).isZero();
        }
    }

    @Test
    void shouldFailTheAppendWhoseForceFails() {
        try (JournalFixture journal = open(new DurabilityPolicy(Durability.BATCH, TimeUnit.HOURS.toNanos(1), 2), 0)) {
            journal.trades(2).commit();
            journal.trades(1).commit();
            // An interrupt closes the channel under the force.
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> journal.appender().force()).isInstanceOf(JournalException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(journal.appender().forcedSequence()).isEqualTo(2);
            assertThatThrownBy(() -> journal.trades(1).commit()).hasMessageContaining("failed before");
        }
    }

    private JournalFixture open(final DurabilityPolicy policy, final long lastSequence) {
        return new JournalFixture(JournalAppender.open(directory, JournalFixture.ROLL_CYCLE, policy, lastSequence));
    }

    private Path cycleFile(final int index) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(".cq4"))
                    .sorted()
                    .toList()
                    .get(index);
        }
    }

    private static Path replaceByDirectory(final Path file) throws IOException {
        final Path aside = file.resolveSibling(file.getFileName() + ".aside");
        Files.move(file, aside);
        Files.createDirectory(file);
        return aside;
    }
}
