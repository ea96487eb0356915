package io.millrace.journal.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.append.SettableClock;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.journal.testing.JournalFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JournalTailerTest {
    private static final int BATCHES = 6;
    private static final int RECORDS_EACH = 5;
    private static final long LAST = BATCHES * RECORDS_EACH;

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();

    @Test
    void shouldGiveBackWhatWasWritten() {
        write();
        final List<Long> sequences = new ArrayList<>();
        final TradeDecoder trade = new TradeDecoder();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            while (tailer.poll(batch -> batch.forEach((sequence, templateId, buffer, offset, length) -> {
                assertThat(templateId).isEqualTo(TradeDecoder.TEMPLATE_ID);
                assertThat(length).isEqualTo(MessageHeaderDecoder.ENCODED_LENGTH + TradeDecoder.BLOCK_LENGTH);
                trade.wrapAndApplyHeader(buffer, offset, header);
                assertThat(trade.sequence()).isEqualTo(sequence);
                assertThat(trade.price()).isEqualTo(6_180_030_000_000L + sequence);
                assertThat(trade.venueTradeId()).isEqualTo(sequence * 10);
                sequences.add(sequence);
            }))) {
                assertThat(tailer.position().sequence()).isEqualTo(sequences.get(sequences.size() - 1));
            }
        }
        assertThat(sequences).hasSize((int) LAST).isSorted().startsWith(1L).endsWith(LAST);
    }

    @Test
    void shouldSeekToEachPositionWithEachHint() {
        final List<Long> hints = write();
        final long noBatch = hints.get(BATCHES - 1) + 5;
        final long otherCycle = hints.get(0) + (1L << 40);
        hints.addAll(List.of(0L, -1L, 1L, Long.MAX_VALUE, noBatch, otherCycle));
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            for (final long hint : hints) {
                for (long sequence = 0; sequence <= LAST; sequence++) {
                    tailer.seek(new JournalPosition(sequence, hint));
                    if (sequence < LAST) {
                        assertNext(tailer, sequence, hint);
                    } else {
                        assertThat(tailer.poll(batch -> {})).isFalse();
                    }
                }
            }
        }
    }

    @Test
    void shouldKeepThePositionOfTheBatchBeforeWhenItSeeksIntoTheMiddle() {
        final List<Long> hints = write();
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            tailer.seek(new JournalPosition(7, 0));
            assertThat(tailer.position()).isEqualTo(new JournalPosition(5, hints.get(0)));
            tailer.seek(new JournalPosition(10, hints.get(1)));
            assertThat(tailer.position()).isEqualTo(new JournalPosition(10, hints.get(1)));
        }
    }

    @Test
    void shouldSayThatTheJournalEndsBeforeThePosition() {
        final List<Long> hints = write();
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            for (final long hint : new long[] {0, hints.get(0), hints.get(BATCHES - 1)}) {
                assertThatThrownBy(() -> tailer.seek(new JournalPosition(LAST + 1, hint)))
                        .isInstanceOfSatisfying(
                                JournalDamagedException.class,
                                e -> assertThat(e.damage().kind()).isEqualTo(JournalDamage.Kind.SHORT_END))
                        .hasMessageContaining("ends at sequence " + LAST + ", asked for " + (LAST + 1));
            }
            tailer.seek(new JournalPosition(LAST, 0));
            assertThat(tailer.poll(batch -> {})).isFalse();
        }
    }

    @Test
    void shouldGiveABatchAgainWhenTheHandlerThrew() {
        write();
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            assertThat(tailer.poll(batch -> {})).isTrue();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> tailer.poll(batch -> {
                            throw new IllegalStateException("database away");
                        }))
                        .hasMessage("database away");
                assertThat(tailer.position().sequence()).isEqualTo(RECORDS_EACH);
            }
            assertNext(tailer, RECORDS_EACH, 0);
        }
    }

    @Test
    void shouldSeeNewCyclesOfALiveJournal() {
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0));
                JournalTailer tailer = JournalTailer.open(directory)) {
            long expected = 0;
            for (int cycle = 0; cycle < 8; cycle++) {
                for (int i = 0; i < 3; i++) {
                    journal.trades(2).commit();
                    assertNext(tailer, expected, cycle);
                    expected += 2;
                    assertThat(tailer.poll(batch -> {})).isFalse();
                }
                // Neighbours, and gaps of some cycles where nothing was written.
                clock.addSeconds(1 + cycle % 3);
            }
        }
    }

    @Test
    void shouldJumpToTheNewestBatchOfALiveJournal() {
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0));
                JournalTailer tailer = JournalTailer.open(directory)) {
            assertThat(tailer.seekToLastBatch(0)).isFalse();
            long last = 0;
            for (int i = 0; i < 300; i++) {
                journal.trades(2).commit();
                last += 2;
                if (i % 50 == 0) {
                    // Cycles with one batch and with many, and gaps between them.
                    clock.addSeconds(1 + i / 100);
                }
                assertThat(tailer.seekToLastBatch(0)).as("batch %d", i).isTrue();
                assertThat(tailer.poll(batch -> assertThat(batch.recordCount()).isEqualTo(2)))
                        .isTrue();
                assertThat(tailer.position().sequence()).isEqualTo(last);
            }
            assertThat(tailer.seekToLastBatch(20)).isTrue();
            assertThat(tailer.poll(batch -> {})).isTrue();
            assertThat(tailer.position().sequence()).isEqualTo(last - 40);
            assertThat(tailer.seekToLastBatch(300)).as("of another cycle").isFalse();
        }
    }

    @Test
    void shouldFollowAWriterOfAnotherThreadOverCyclesAndBlocks() throws Exception {
        final int batches = 4_000;
        final int recordsEach = 512;
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0));
                JournalTailer tailer = JournalTailer.open(directory)) {
            final Thread writer = new Thread(() -> {
                for (int i = 1; i <= batches; i++) {
                    journal.trades(recordsEach).commit();
                    if (i % 1500 == 0) {
                        clock.addSeconds(i / 1000);
                    }
                }
            });
            writer.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            writer.start();
            final long last = (long) batches * recordsEach;
            while (tailer.position().sequence() < last && failure.get() == null) {
                if (!tailer.poll(batch -> assertThat(batch.recordCount()).isEqualTo(recordsEach))) {
                    Thread.onSpinWait();
                }
            }
            writer.join();
            assertThat(failure.get()).isNull();
            assertThat(tailer.poll(batch -> {})).isFalse();
        }
    }

    @Test
    void shouldWaitAtAnOldCycleWithoutEndMarkAndGoOnWhenAWriterStarts() {
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0))) {
            journal.trades(2).commit();
        }
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            assertNext(tailer, 0, 0);
            assertThat(tailer.poll(batch -> {})).isFalse();
            clock.addSeconds(7);
            try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 2))) {
                assertThat(tailer.poll(batch -> {})).isFalse();
                journal.trades(2).commit();
                assertNext(tailer, 2, 0);
                final JournalPosition position = tailer.position();
                journal.trades(1).commit();
                try (JournalTailer restarted = JournalTailer.open(directory)) {
                    restarted.seek(position);
                    assertNext(restarted, 4, position.queueIndex());
                }
            }
        }
    }

    /** Six batches over three cycles; gives their indexes. */
    private List<Long> write() {
        final List<Long> indexes = new ArrayList<>();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0))) {
            for (int i = 1; i <= BATCHES; i++) {
                indexes.add(journal.trades(RECORDS_EACH).commit());
                if (i % 2 == 0) {
                    clock.addSeconds(i);
                }
            }
        }
        return indexes;
    }

    private static void assertNext(final JournalTailer tailer, final long sequence, final long hint) {
        final boolean polled = tailer.poll(batch -> {
            assertThat(batch.firstSequence())
                    .as("after %d, hint %d", sequence, hint)
                    .isLessThanOrEqualTo(sequence + 1);
            assertThat(batch.lastSequence()).isGreaterThan(sequence);
        });
        assertThat(polled).as("after %d, hint %d", sequence, hint).isTrue();
    }
}
