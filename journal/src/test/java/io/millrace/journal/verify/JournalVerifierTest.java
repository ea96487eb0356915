package io.millrace.journal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalMissingException;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.testing.JournalFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JournalVerifierTest {
    @TempDir
    Path directory;

    @Test
    void shouldCountWhatWasWritten() {
        write(3, 10);

        final JournalSummary summary = JournalVerifier.verify(directory);

        assertThat(summary.damage()).isEmpty();
        assertThat(summary.batches()).isEqualTo(3);
        assertThat(summary.records()).isEqualTo(30);
        assertThat(summary.count(RecordKind.TRADE)).isEqualTo(30);
        assertThat(summary.end().sequence()).isEqualTo(30);
        assertThat(summary.journalId()).isEqualTo(JournalFixture.JOURNAL_ID);
        assertThat(summary.engineId()).isEqualTo(JournalFixture.ENGINE_ID);
        assertThat(summary.lastEventTimeNs()).isEqualTo(30_000_000_000L);
    }

    @Test
    void shouldSayThatThereIsNoJournal() {
        assertThatThrownBy(() -> JournalVerifier.verify(directory.resolve("absent")))
                .isInstanceOf(JournalMissingException.class)
                .hasMessageContaining("no journal in")
                .hasMessageContaining("--data");
    }

    @Test
    void shouldFindEachFlippedByteOfTheRecordsAndNameItsBatch() throws IOException {
        write(4, 5);
        final Path file = cycleFile();
        final byte[] good = Files.readAllBytes(file);
        final int first = indexOf(good, "MLRC", 0);
        final int second = indexOf(good, "MLRC", first + 1);
        final int third = indexOf(good, "MLRC", second + 1);
        final Random random = new Random(20261120);

        for (int at = second; at < third - 4; at++) {
            flip(file, at, (byte) (1 << random.nextInt(8)));
            final JournalSummary summary = JournalVerifier.verify(directory);
            final int place = at;
            assertThat(summary.damage())
                    .as("byte %d of the second batch", place - second)
                    .hasValueSatisfying(damage -> {
                        assertThat(damage.sequence()).isBetween(6L, 10L);
                        assertThat(damage.file()).isEqualTo(file.getFileName().toString());
                        assertThat(damage.describe()).contains("sequence").contains(damage.file());
                    });
            assertThat(summary.records()).isEqualTo(5);
            flip(file, at, good[at], true);
        }
        assertThat(JournalVerifier.verify(directory).good()).isTrue();
    }

    @Test
    void shouldFindRecordsThatWereCutOffTheEnd() throws IOException {
        write(4, 5);
        final Path file = cycleFile();
        final byte[] good = Files.readAllBytes(file);
        int last = -1;
        for (int at = indexOf(good, "MLRC", 0); at >= 0; at = indexOf(good, "MLRC", at + 1)) {
            last = at;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(last + 100L);
            channel.write(ByteBuffer.wrap(new byte[1]), good.length - 1L);
        }

        final JournalSummary summary = JournalVerifier.verify(directory);

        assertThat(summary.damage()).hasValueSatisfying(damage -> {
            assertThat(damage.kind()).isEqualTo(JournalDamage.Kind.CHECKSUM);
            assertThat(damage.sequence()).isEqualTo(16);
        });
    }

    private void write(final int batches, final int recordsEach) {
        try (JournalFixture journal = new JournalFixture(directory)) {
            for (int i = 0; i < batches; i++) {
                journal.trades(recordsEach).commit();
            }
        }
    }

    private Path cycleFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
    }

    private static void flip(final Path file, final int at, final byte mask) throws IOException {
        flip(file, at, mask, false);
    }

    private static void flip(final Path file, final int at, final byte value, final boolean replace)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            final byte changed = replace ? value : (byte) (one.get(0) ^ value);
            channel.write(ByteBuffer.wrap(new byte[] {changed}), at);
        }
    }

    private static int indexOf(final byte[] bytes, final String mark, final int from) {
        final byte[] wanted = mark.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int i = from; i < bytes.length - wanted.length; i++) {
            if (bytes[i] == wanted[0]
                    && bytes[i + 1] == wanted[1]
                    && bytes[i + 2] == wanted[2]
                    && bytes[i + 3] == wanted[3]) {
                return i;
            }
        }
        return -1;
    }
}
