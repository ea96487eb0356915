package io.millrace.journal.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.append.SettableClock;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.testing.JournalFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WritePositionCheckTest {
    /** Some distance between two positions. */
    private static final long STEP = 64;

    @TempDir
    Path directory;

    private int cycle;
    private long firstIndex;
    private long index;
    private long noted;

    /** Two cycles; the fields tell of the newest, and the first index is of the other. */
    @BeforeEach
    void write() {
        final SettableClock clock = new SettableClock();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0))) {
            firstIndex = journal.trades(5).commit();
            clock.addSeconds(1);
            journal.trades(5).commit();
            index = journal.trades(5).commit();
        }
        try (SingleChronicleQueue queue = open()) {
            cycle = queue.lastCycle();
            noted = QueueDirectory.usedBytes(queue, cycle);
        }
    }

    @Test
    void shouldTakeWhatADeadOrALivingWriterLeaves() {
        try (SingleChronicleQueue queue = open()) {
            final WritePositionCheck check = new WritePositionCheck(queue);
            assertThat(check.isWrong(index, noted, noted - STEP, true))
                    .as("the last batch")
                    .isFalse();
            assertThat(check.isWrong(index, noted + STEP, noted, true))
                    .as("the batch before")
                    .isFalse();
            assertThat(check.isWrong(index, noted + STEP, -1, true))
                    .as("no batch yet")
                    .isFalse();
            assertThat(check.isWrong(index, noted - STEP, -1, false))
                    .as("a batch that came since")
                    .isFalse();
            assertThat(check.isWrong(index, -1, -1, true))
                    .as("read from a compressed file")
                    .isFalse();
            assertThat(check.isWrong(queue.rollCycle().toIndex(cycle + 5, 0), noted, -1, true))
                    .as("no file")
                    .isFalse();
        }
    }

    @Test
    void shouldFindAPositionWhereNoBatchBegins() {
        try (SingleChronicleQueue queue = open()) {
            final WritePositionCheck check = new WritePositionCheck(queue);
            assertThat(check.isWrong(index, noted + 2 * STEP, noted + STEP, false))
                    .as("before both batches")
                    .isTrue();
            assertThat(check.isWrong(index, noted - STEP, -1, true))
                    .as("behind the last batch of a file that is over")
                    .isTrue();
        }
    }

    @Test
    void shouldKnowOfABatchBehindTheLastOneRead() {
        try (SingleChronicleQueue queue = open()) {
            final WritePositionCheck check = new WritePositionCheck(queue);
            assertThat(check.isAhead(index, noted)).as("at the end").isFalse();
            assertThat(check.isAhead(index, noted - STEP)).as("one before").isTrue();
            assertThat(check.isAhead(firstIndex, noted)).as("a cycle before").isTrue();
            assertThat(check.isAhead(0, 0)).as("nothing read").isTrue();
        }
    }

    @Test
    void shouldTellWhetherThePositionIsWithinTheFile() throws IOException {
        final long length = Files.size(newestFile());
        final int at = placeOfNote();
        for (final long place : new long[] {noted + STEP / 2, length, length + 1, 1L << 40, -1}) {
            note(at, place);
            final boolean within = place >= 0 && place <= length;
            try (SingleChronicleQueue queue = open()) {
                final WritePositionCheck check = new WritePositionCheck(queue);
                assertThat(check.isWithinFile(cycle)).as("noted %d", place).isEqualTo(within);
                assertThat(check.isAhead(0, 0))
                        .as("no batch there, noted %d", place)
                        .isEqualTo(!within);
                assertThat(check.isWithinFile(cycle + 5)).as("no file").isTrue();
            }
        }
    }

    private SingleChronicleQueue open() {
        return new QueueDirectory(directory).openReadOnly();
    }

    private Path newestFile() {
        final List<Path> files = new QueueDirectory(directory).files().cycleFiles();
        return files.get(files.size() - 1);
    }

    /** Where the newest file keeps the position that it notes: in its header. */
    private int placeOfNote() throws IOException {
        final byte[] bytes;
        try (InputStream in = Files.newInputStream(newestFile())) {
            bytes = in.readNBytes(4096);
        }
        final ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("writePosition");
        while (file.getLong(at) != noted) {
            at++;
        }
        return at;
    }

    private void note(final int at, final long position) throws IOException {
        try (FileChannel channel = FileChannel.open(newestFile(), StandardOpenOption.WRITE)) {
            final ByteBuffer value = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(value.putLong(0, position), at);
        }
    }
}
