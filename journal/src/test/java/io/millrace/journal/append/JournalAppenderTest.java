package io.millrace.journal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalException;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.batch.BatchDescriptor;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JournalAppenderTest {
    @TempDir
    Path directory;

    @Test
    void shouldGoOnWhereTheJournalEnds() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(3).commit();
        }
        try (JournalFixture journal = new JournalFixture(directory, 3)) {
            journal.trades(2).commit();
            assertThat(journal.appender().lastSequence()).isEqualTo(5);
        }
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(5);
    }

    @Test
    void shouldAppendOnAnotherThreadThanTheOneThatOpened() throws Exception {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(1).commit();
            final Thread other = new Thread(() -> journal.trades(1).commit());
            other.start();
            other.join();
        }
        assertThat(JournalVerifier.verify(directory).end().sequence()).isEqualTo(2);
    }

    @Test
    void shouldStopWhenWhatItAppendedCannotBeReadBack() throws IOException {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(3).commit();
        }
        try (JournalFixture journal = new JournalFixture(directory, 3)) {
            journal.trades(2).commit();
            journal.appender().requireReadable();
        }
        try (JournalFixture journal = new JournalFixture(directory, 5)) {
            journal.trades(2).commit();
            loseTheLastLengthWord();
            assertThatThrownBy(() -> journal.appender().requireReadable())
                    .isInstanceOf(JournalDamagedException.class)
                    .hasMessageContaining("at sequence 6")
                    .hasMessageContaining("cannot be read back");
            assertThatThrownBy(() -> journal.trades(1).commit()).isInstanceOf(JournalException.class);
        }
    }

    private void loseTheLastLengthWord() throws IOException {
        final Path file = new QueueDirectory(directory).files().cycleFiles().get(0);
        final int last = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lastIndexOf("MLRC");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Integer.BYTES), last - Integer.BYTES);
        }
    }

    @Test
    void shouldRefuseABatchThatMakesAGap() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(3).commit();
            journal.batch().begin(6);
            assertThatThrownBy(() -> journal.trade().commit())
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("starts at sequence 6, the journal ends at 3");
        }
    }

    @Test
    void shouldRefuseABatchThatNoReaderWouldTake() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            assertThatThrownBy(journal::commit).hasMessageContaining("without records");
            journal.trade();
            final MutableDirectBuffer buffer = journal.buffer();
            buffer.putLong(BatchDescriptor.HEADER_BYTES + BatchDescriptor.FRAME_BYTES + 8, 99);
            journal.trade();
            assertThatThrownBy(journal::commit).hasMessageContaining("record 0 of the batch says sequence 99");
        }
        assertThat(JournalVerifier.verify(directory).records()).isZero();
    }

    @Test
    void shouldRefuseAnEndThatIsNotTheOneTheCallerChecked() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(3).commit();
            journal.trades(3).commit();
        }
        assertThatThrownBy(() -> new JournalFixture(directory, 3))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("goes on after sequence 3");
        assertThatThrownBy(() -> new JournalFixture(directory, 0)).hasMessageContaining("goes on after sequence 0");
        assertThatThrownBy(() -> new JournalFixture(directory, 5)).hasMessageContaining("goes on after sequence 5");
        assertThatThrownBy(() -> new JournalFixture(directory, 7))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("the journal ends at sequence 6, asked for 7");
        new JournalFixture(directory, 6).close();
    }

    @Test
    void shouldRefuseAnotherRollCycle() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(1).commit();
        }
        assertThatThrownBy(() -> JournalAppender.open(directory, "FAST_DAILY", DurabilityPolicy.PROCESS, 1))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("rolls FAST_HOURLY, the configuration says FAST_DAILY")
                .hasMessageContaining("set millrace.engine.journal.roll-cycle to FAST_HOURLY");
        assertThat(JournalVerifier.verify(directory).good()).isTrue();
    }

    @Test
    void shouldRefuseANameThatIsNoRollCycleAndLeaveNothingBehind() {
        final Path fresh = directory.resolve("journal");
        for (final String name : new String[] {"HOUR", "WEEKLY", "TEST4_DAILY"}) {
            assertThatThrownBy(() -> JournalAppender.open(fresh, name, DurabilityPolicy.PROCESS, 0))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(name + " is not a roll cycle")
                    .hasMessageContaining("FAST_HOURLY");
        }
        assertThat(fresh).doesNotExist();
    }

    @Test
    void shouldWriteTheLargestBatchAndRefuseALargerOne() {
        final int inFrame = BatchDescriptor.HEADER_BYTES + BatchDescriptor.FRAME_BYTES;
        final int largest = BatchDescriptor.MAX_BATCH_BYTES - inFrame;
        try (JournalFixture journal = new JournalFixture(directory)) {
            for (int round = 0; round < 12; round++) {
                // Twelve of them cross the queue's blocks at several places.
                final int bytes = round % 2 == 0 ? largest : 14 << 20;
                fill(journal.batch(), bytes);
                assertThat(journal.batch().sizeBytes()).isEqualTo(bytes + inFrame);
                journal.commit();
                journal.trades(5).commit();
            }
            assertThatThrownBy(() -> journal.batch().claim(largest + 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("at most " + BatchDescriptor.MAX_BATCH_BYTES);
            journal.trade().commit();
        }
        final JournalSummary summary = JournalVerifier.verify(directory);
        assertThat(summary.damage().map(damage -> damage.detail()))
                .hasValue("record kind 0 is not known to this version");
    }

    @Test
    void shouldGoOnWhenTheClockStepsBackOverARoll() {
        final SettableClock clock = new SettableClock();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0))) {
            journal.trades(1).commit();
            clock.addSeconds(10);
            journal.trades(1).commit();
            clock.addSeconds(-60);
            journal.trades(1).commit();
        }
        clock.addSeconds(-3600);
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 3))) {
            journal.trades(1).commit();
            clock.addSeconds(3600 + 60);
            journal.trades(1).commit();
        }
        final JournalSummary summary = JournalVerifier.verify(directory);
        assertThat(summary.damage()).isEmpty();
        assertThat(summary.records()).isEqualTo(5);
    }

    @Test
    void shouldThrowAndThenRefuseWhenTheQueueFails() {
        final SettableClock clock = new SettableClock();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0))) {
            journal.trades(2).commit();
            // A second writer, which the data directory's lock would have kept out, ends the cycle of the first.
            final SettableClock ahead = new SettableClock();
            ahead.addSeconds(10);
            try (JournalFixture second = new JournalFixture(ahead.openSecondly(directory, 2))) {
                second.trades(2).commit();
            }
            assertThatThrownBy(() -> journal.trades(2).commit())
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("cannot append sequences 3 to 4 to " + directory);
            assertThatThrownBy(journal::commit).hasMessageContaining("failed before: the engine must stop");
            assertThatThrownBy(() -> journal.appender().force()).hasMessageContaining("failed before");
            assertThat(journal.appender().lastSequence()).isEqualTo(2);
        }
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(4);
    }

    @Test
    void shouldLeaveNoQueueOpenWhenTheDirectoryCannotBeMade() throws Exception {
        final Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> new JournalFixture(file.resolve("journal")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("cannot make " + file);
    }

    private static void fill(final BatchBuilder batch, final int bytes) {
        final long sequence = batch.lastSequence() + 1;
        final int offset = batch.claim(bytes);
        batch.buffer().setMemory(offset, bytes, (byte) 0);
        batch.buffer().putShort(offset, (short) 16);
        batch.buffer().putLong(offset + 8, sequence);
    }
}
