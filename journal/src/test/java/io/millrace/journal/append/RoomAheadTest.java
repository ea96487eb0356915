package io.millrace.journal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.MappedBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RoomAheadTest {
    private static final int PAGES_AHEAD = RoomAhead.AHEAD_BYTES / RoomAhead.PAGE_BYTES;

    private static final int PAGES_OF_PIECE = RoomAhead.PIECE_BYTES / RoomAhead.PAGE_BYTES;

    private static final int CHUNK_BYTES = 64 << 20;

    private static final int STAT_BLOCK_BYTES = 512;

    @TempDir
    Path directory;

    @Test
    void shouldHaveNothingToTouchBeforeTheFirstAppend() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            assertThat(journal.appender().prepareNext()).isFalse();
        }
    }

    @Test
    void shouldTouchOnlyWhatTheWriterHasUsedUp() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(1).commit();
            assertThat(touchAll(journal)).isBetween(PAGES_AHEAD - PAGES_OF_PIECE + 1, PAGES_AHEAD);
            assertThat(touchAll(journal)).isZero();
            // A hundred trades take about two pages, a thousand some twenty: a piece or two.
            journal.trades(100).commit();
            assertThat(touchAll(journal)).isIn(0, PAGES_OF_PIECE);
            assertThat(touchAll(journal)).isZero();
            journal.trades(1_000).commit();
            assertThat(touchAll(journal)).isIn(PAGES_OF_PIECE, 2 * PAGES_OF_PIECE);
        }
    }

    @Test
    void shouldLeaveTheJournalAsItIs() {
        try (JournalFixture journal = new JournalFixture(directory)) {
            for (int batch = 0; batch < 200; batch++) {
                journal.trades(300).commit();
                while (journal.appender().prepareNext()) {
                    // Every page that may be touched is touched, across the chunks of the mapping too.
                }
            }
        }
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(60_000);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldGiveTheNextBatchesPagesThatStandInMemory() throws Exception {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(1).commit();
            touchAll(journal);
            assertThat(allocatedBytes())
                    .isBetween((long) RoomAhead.AHEAD_BYTES - RoomAhead.PIECE_BYTES, 4L * RoomAhead.AHEAD_BYTES);
        }
    }

    @Test
    void shouldWaitForALullWhileMoreThanHalfIsMade() throws Exception {
        final long[] nowNs = {1_000};
        try (RoomAhead room = new RoomAhead(() -> nowNs[0]);
                MappedBytes bytes = mapped()) {
            write(room, bytes, RoomAhead.BURST_BYTES);
            assertThat(room.madeBytes())
                    .as("the first batch is not read back yet")
                    .isZero();
            write(room, bytes, RoomAhead.BURST_BYTES);
            assertThat(room.madeBytes()).as("the second has nothing ahead").isEqualTo(RoomAhead.BURST_BYTES);
            makeAll(room);
            assertThat(room.touchedPages()).isEqualTo(PAGES_AHEAD);

            write(room, bytes, RoomAhead.PIECE_BYTES);
            final long left = RoomAhead.AHEAD_BYTES - RoomAhead.PIECE_BYTES;
            assertThat(room.makeNext()).isTrue();
            nowNs[0] += RoomAhead.LULL_NS - 1;
            assertThat(room.makeNext()).isTrue();
            assertThat(room.madeBytes()).as("not quite a lull").isEqualTo(left);
            nowNs[0]++;
            assertThat(room.makeNext()).isTrue();
            assertThat(room.madeBytes()).as("a lull").isEqualTo(RoomAhead.AHEAD_BYTES);

            write(room, bytes, RoomAhead.PIECE_BYTES);
            nowNs[0] += 10 * RoomAhead.LULL_NS;
            room.makeNext();
            assertThat(room.madeBytes()).as("it begins with the batch").isEqualTo(left);

            write(room, bytes, 2 * RoomAhead.PIECE_BYTES);
            room.makeNext();
            assertThat(room.madeBytes()).as("less than half: at once").isEqualTo(2 * RoomAhead.PIECE_BYTES);
        }
    }

    @Test
    void shouldMakeRoomForAWriterThatNeverHasTime() throws Exception {
        try (RoomAhead room = new RoomAhead();
                MappedBytes bytes = mapped()) {
            write(room, bytes, 1);
            for (int batch = 0; batch < 1_000; batch++) {
                write(room, bytes, 50_000);
                assertThat(room.madeBytes())
                        .isBetween((long) RoomAhead.PIECE_BYTES, (long) RoomAhead.BURST_BYTES + RoomAhead.PIECE_BYTES);
                assertThat(endOfRoom(room, bytes) % RoomAhead.BURST_BYTES)
                        .as("pieces that large units of memory fit into")
                        .isZero();
            }
            assertThat(room.touchedPages()).isZero();
        }
    }

    @Test
    void shouldEndPiecesWhereMultiplesOfTheirSizeDo() throws Exception {
        try (RoomAhead room = new RoomAhead();
                MappedBytes bytes = mapped()) {
            for (int batch = 0; batch < 100; batch++) {
                write(room, bytes, 5_000);
                makeAll(room);
                assertThat(endOfRoom(room, bytes) % RoomAhead.PIECE_BYTES).isZero();
            }
        }
    }

    @Test
    void shouldWriteZerosOnlyWhereNothingStands() throws Exception {
        final Random random = new Random(5);
        try (RoomAhead room = new RoomAhead();
                MappedBytes bytes = mapped()) {
            while (bytes.writePosition() < CHUNK_BYTES - (1 << 20)) {
                for (int i = random.nextInt(100_000); i >= 0; i -= Long.BYTES) {
                    bytes.writeLong(-1L);
                }
                room.written(bytes);
                for (int i = random.nextInt(5); i > 0; i--) {
                    room.makeNext();
                }
            }
            for (long position = 0; position < bytes.writePosition(); position += Long.BYTES) {
                if (bytes.readLong(position) != -1L) {
                    throw new AssertionError("lost at " + position);
                }
            }
            for (long position = bytes.writePosition(); position < CHUNK_BYTES; position += Long.BYTES) {
                if (bytes.readLong(position) != 0) {
                    throw new AssertionError("not free at " + position);
                }
            }
        }
    }

    @Test
    void shouldEndAtTheEndOfTheFile() throws Exception {
        try (RoomAhead room = new RoomAhead();
                MappedBytes bytes = mapped()) {
            bytes.writePosition(CHUNK_BYTES - 10_000L);
            room.written(bytes);
            final long sizeBytes = Files.size(directory.resolve("pages"));
            makeAll(room);
            assertThat(Files.size(directory.resolve("pages"))).isEqualTo(sizeBytes);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldLetTheKernelReadNothingAhead() throws Exception {
        try (RoomAhead room = new RoomAhead();
                MappedBytes bytes = mapped()) {
            write(room, bytes, 1);
            String mapping = "";
            boolean advised = false;
            for (final String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
                if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                    mapping = line;
                }
                // The kernel's mark of MADV_RANDOM, see proc_pid_smaps(5).
                advised |= line.startsWith("VmFlags:") && line.contains(" rr") && mapping.endsWith("/pages");
            }
            assertThat(advised).isTrue();
        }
    }

    @Test
    void shouldGoOnWithoutRoomUnderAnInterruptedThread() throws Exception {
        try (RoomAhead room = new RoomAhead();
                MappedBytes bytes = mapped()) {
            write(room, bytes, 1);
            Thread.currentThread().interrupt();
            for (int batch = 0; batch < 20; batch++) {
                write(room, bytes, 100_000);
                makeAll(room);
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(room.touchedPages()).isGreaterThan(PAGES_AHEAD);
        }
    }

    private MappedBytes mapped() throws Exception {
        return MappedBytes.mappedBytes(directory.resolve("pages").toFile(), CHUNK_BYTES);
    }

    private static void write(final RoomAhead room, final MappedBytes bytes, final int lengthBytes) {
        final long end = bytes.writePosition() + lengthBytes;
        bytes.writeByte(end - 1, (byte) 1);
        bytes.writePosition(end);
        room.written(bytes);
    }

    private static long endOfRoom(final RoomAhead room, final MappedBytes bytes) {
        final long page = RoomAhead.PAGE_BYTES;
        return (bytes.writePosition() + page - 1) / page * page + room.madeBytes();
    }

    private static void makeAll(final RoomAhead room) {
        for (int looks = 0; room.makeNext() && looks < 10_000; looks++) {
            Thread.onSpinWait();
        }
    }

    private static int touchAll(final JournalFixture journal) {
        final long before = journal.appender().touchedPages();
        while (journal.appender().prepareNext()) {
            // Until all are.
        }
        return (int) (journal.appender().touchedPages() - before);
    }

    private long allocatedBytes() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            final Path cycle = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            final Process process = new ProcessBuilder("stat", "-c", "%b", cycle.toString()).start();
            final String blocks = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(process.waitFor()).isZero();
            return Long.parseLong(blocks.trim()) * STAT_BLOCK_BYTES;
        }
    }
}
