package io.millrace.tools.torture.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.append.SettableClock;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import io.millrace.tools.testing.SmallJournal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two readers without common code come to the same answer. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RawJournalTest {
    private static final int LENGTH_BYTES = 4;

    @TempDir
    Path directory;

    @Test
    void shouldReadEveryKindOfRecord() throws IOException {
        try (SmallJournal small = new SmallJournal(directory)) {
            small.oneOfEach().signals(20);
        }
        List<RawBatch> batches = new ArrayList<>();
        RawJournal.Reading reading = RawJournal.read(directory, batches::add);
        assertThat(reading.bad()).isEmpty();
        assertThat(reading.records()).isEqualTo(SmallJournal.KINDS + 20);
        assertThat(reading.lastSequence()).isEqualTo(reading.records());
        assertThat(batches.get(0).records().stream().map(RawRecord::templateId))
                .doesNotHaveDuplicates()
                .hasSize(SmallJournal.KINDS);
        agree();
    }

    @Test
    void shouldReadOverCyclesLikeTheVerifier() throws IOException {
        long records = write();
        RawJournal.Reading reading = agree();
        assertThat(reading.clean()).isTrue();
        assertThat(reading.records()).isEqualTo(records);
        assertThat(RawJournal.batches(directory).stream().map(RawBatch::file).distinct())
                .hasSize(4);
    }

    @Test
    void shouldNameTheBatchThatTheVerifierNames() throws IOException {
        write();
        List<RawBatch> batches = RawJournal.batches(directory);
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            RawBatch batch = batches.get(random.nextInt(batches.size()));
            long at = batch.offset() + LENGTH_BYTES + random.nextInt(batch.bytes().length);
            byte mask = (byte) (1 << random.nextInt(8));
            flip(batch.file(), at, mask);
            RawJournal.Reading reading = agree();
            assertThat(reading.bad())
                    .as("round %d, %s byte %d", round, batch.file(), at)
                    .hasValueSatisfying(bad -> {
                        assertThat(bad.sequence()).isEqualTo(batch.firstSequence());
                        assertThat(bad.file()).isEqualTo(batch.file());
                        assertThat(bad.offset()).isEqualTo(batch.offset());
                    });
            flip(batch.file(), at, mask);
        }
        assertThat(agree().clean()).isTrue();
    }

    @Test
    void shouldFindBatchesBehindALostLengthWord() throws IOException {
        write();
        List<RawBatch> batches = RawJournal.batches(directory);
        for (RawBatch batch :
                List.of(batches.get(batches.size() - 1), batches.get(batches.size() - 3), batches.get(2))) {
            byte[] word = new byte[LENGTH_BYTES];
            try (RandomAccessFile file = open(batch.file())) {
                file.seek(batch.offset());
                file.readFully(word);
                file.seek(batch.offset());
                file.write(new byte[LENGTH_BYTES]);
            }
            RawJournal.Reading reading = RawJournal.read(directory, each -> {});
            JournalSummary summary = JournalVerifier.verify(directory);
            assertThat(reading.lastSequence())
                    .isEqualTo(batch.firstSequence() - 1)
                    .isEqualTo(summary.end().sequence());
            assertThat(reading.clean()).as("%s", reading.bad()).isFalse();
            assertThat(summary.good()).isFalse();
            try (RandomAccessFile file = open(batch.file())) {
                file.seek(batch.offset());
                file.write(word);
            }
        }
        assertThat(agree().clean()).isTrue();
    }

    @Test
    void shouldEndAtAnExcerptThatWasNeverFinished() throws IOException {
        long records = write();
        List<RawBatch> batches = RawJournal.batches(directory);
        RawBatch last = batches.get(batches.size() - 1);
        // What a killed writer leaves: the word of an open excerpt and bytes behind it.
        try (RandomAccessFile file = open(last.file())) {
            file.seek(last.endOffset() + 3 & -4);
            file.writeInt(Integer.reverseBytes(0x8000_0000));
            file.write(batches.get(0).bytes());
        }
        RawJournal.Reading reading = agree();
        assertThat(reading.clean()).isTrue();
        assertThat(reading.records()).isEqualTo(records);
    }

    @Test
    void shouldFindALostFileAndOneThatWasSetAside() throws IOException {
        write();
        String second = RawJournal.batches(directory).stream()
                .map(RawBatch::file)
                .distinct()
                .toList()
                .get(1);
        byte[] bytes = Files.readAllBytes(directory.resolve(second));
        Files.delete(directory.resolve(second));
        assertThat(agree().clean()).isFalse();
        Files.write(directory.resolve(second), bytes);
        Files.createFile(directory.resolve(second + ".discard"));
        assertThat(agree().clean()).isFalse();
    }

    /** Reads with both and compares what they say. */
    private RawJournal.Reading agree() throws IOException {
        RawJournal.Reading raw = RawJournal.read(directory, batch -> {});
        JournalSummary summary = JournalVerifier.verify(directory);
        assertThat(raw.clean()).as("%s, %s", raw.bad(), summary.damage()).isEqualTo(summary.good());
        assertThat(raw.batches()).isEqualTo(summary.batches());
        assertThat(raw.records()).isEqualTo(summary.records());
        assertThat(raw.lastSequence()).isEqualTo(summary.end().sequence());
        summary.damage()
                .ifPresent(
                        damage -> assertThat(raw.bad().orElseThrow().sequence()).isEqualTo(damage.sequence()));
        return raw;
    }

    private long write() {
        SettableClock clock = new SettableClock();
        long records = 0;
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0))) {
            for (int i = 0; i < 60; i++) {
                journal.trades(1 + i % 9).commit();
                records += 1 + i % 9;
                if (i % 16 == 15) {
                    clock.addSeconds(2);
                }
            }
        }
        return records;
    }

    private void flip(String name, long at, byte mask) throws IOException {
        try (RandomAccessFile file = open(name)) {
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ mask);
        }
    }

    private RandomAccessFile open(String name) throws IOException {
        return new RandomAccessFile(directory.resolve(name).toFile(), "rw");
    }
}
