package io.millrace.journal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalMissingException;
import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.append.SettableClock;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.batch.BatchDescriptor;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.TradeEncoder;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.time.NonDecreasingTimeProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

        // From the queue's own length word before the second batch to the one before the third.
        for (int at = second - Integer.BYTES; at < third - Integer.BYTES; at++) {
            final int bit = random.nextInt(8);
            flip(file, at, (byte) (1 << bit));
            final JournalSummary summary = JournalVerifier.verify(directory);
            final int place = at;
            assertThat(summary.damage())
                    .as("byte %d of the second batch, bit %d", place - second, bit)
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
        final int last = lastIndexOf(good, "MLRC");
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

    @Test
    void shouldFindEachFlippedBitOfTheQueuesLengthWord() throws IOException {
        write(4, 5);
        final Path file = cycleFile();
        final byte[] good = Files.readAllBytes(file);
        for (final int at : new int[] {indexOf(good, "MLRC", 0), lastIndexOf(good, "MLRC")}) {
            for (int bit = 0; bit < 32; bit++) {
                final int place = at - Integer.BYTES + bit / 8;
                flip(file, place, (byte) (1 << bit % 8));
                assertThat(JournalVerifier.verify(directory).damage())
                        .as("bit %d of the length before %d", bit, at)
                        .isPresent();
                flip(file, place, good[place], true);
            }
            for (int i = 1; i <= Integer.BYTES; i++) {
                flip(file, at - i, (byte) 0, true);
            }
            assertThat(JournalVerifier.verify(directory).damage())
                    .as("length lost")
                    .isPresent();
            for (int i = 1; i <= Integer.BYTES; i++) {
                flip(file, at - i, good[at - i], true);
            }
        }
        assertThat(JournalVerifier.verify(directory).good()).isTrue();
    }

    @Test
    void shouldFindAnOnlyBatchThatTheQueueTakesForItsOwnData() throws IOException {
        write(1, 5);
        final Path file = cycleFile();
        flip(file, indexOf(Files.readAllBytes(file), "MLRC", 0) - 1, (byte) 0x40);
        assertThat(JournalVerifier.verify(directory).damage())
                .hasValueSatisfying(damage -> assertThat(damage.detail()).contains("the queue itself knows of more"));
    }

    @Test
    void shouldFindAFileThatWasCutShort() throws IOException {
        write(4, 5);
        final Path file = cycleFile();
        final int last = lastIndexOf(Files.readAllBytes(file), "MLRC");
        for (final long size : new long[] {last + 10L, last - 200L, 100_000, 300, 3}) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(size);
            }
            assertThat(JournalVerifier.verify(directory).damage())
                    .as("cut to %d", size)
                    .isPresent();
        }
        // By its size: the queue itself only asserts that a header is there, and a product runs without assertions.
        assertThat(JournalVerifier.verify(directory).damage())
                .hasValueSatisfying(damage -> assertThat(damage.detail()).contains("cut to less than its header"));
    }

    @Test
    void shouldNotTakeACutFileForOneThatWasStillBeingMade() throws IOException {
        write(4, 5);
        try (FileChannel channel = FileChannel.open(cycleFile(), StandardOpenOption.WRITE)) {
            channel.truncate(3);
        }
        assertThatThrownBy(() -> write(4, 5)).isInstanceOf(RuntimeException.class);
        assertThat(cycleFile()).hasSize(3);
    }

    @Test
    void shouldFindALostCycleFileWhereverItWas() throws IOException {
        for (int lost = 0; lost < 3; lost++) {
            final Path journalDirectory = directory.resolve("lost-" + lost);
            writeCycles(journalDirectory, 3);
            final Path file =
                    new QueueDirectory(journalDirectory).files().cycleFiles().get(lost);
            Files.delete(file);
            final int cycle = lost;
            assertThat(JournalVerifier.verify(journalDirectory).damage())
                    .as("file %d lost", lost)
                    .hasValueSatisfying(damage -> assertThat(damage.sequence()).isEqualTo(cycle * 5L + 1));
        }
    }

    @Test
    void shouldFindAFileWithBatchesThatTheQueueDoesNotKnow() throws IOException {
        writeCycles(directory, 2);
        final Path newest = new QueueDirectory(directory).files().cycleFiles().get(1);
        final byte[] bytes = Files.readAllBytes(newest);
        final byte[] table = Files.readAllBytes(directory.resolve("metadata.cq4t"));
        Files.delete(newest);
        // A writer that is opened takes the directory as it finds it.
        new JournalFixture(new SettableClock().openSecondly(directory, 5)).close();
        assertThat(JournalVerifier.verify(directory).good()).isTrue();
        assertThat(Files.readAllBytes(directory.resolve("metadata.cq4t"))).isNotEqualTo(table);
        Files.write(newest, bytes);

        assertThat(JournalVerifier.verify(directory).damage()).hasValueSatisfying(damage -> {
            assertThat(damage.kind()).isEqualTo(JournalDamage.Kind.SHORT_END);
            assertThat(damage.file()).isEqualTo(newest.getFileName().toString());
            assertThat(damage.detail()).contains("does not know it");
        });
    }

    /** One flipped bit of the numbers that the table holds: of the newest cycle, or of the oldest. */
    @ParameterizedTest
    @ValueSource(strings = {"listing.highestCycle", "listing.lowestCycle"})
    void shouldFindThatTheTableNamesAFarCycle(final String key) {
        writeCycles(directory, 2);
        try (TableStore<?> table = SingleTableBuilder.binary(
                                directory.resolve("metadata.cq4t"), Metadata.NoMeta.INSTANCE)
                        .build();
                LongValue cycle = table.acquireValueFor(key)) {
            cycle.setOrderedValue(cycle.getVolatileValue() ^ 1 << 26);
        }

        assertThat(JournalVerifier.verify(directory).damage()).hasValueSatisfying(damage -> {
            assertThat(damage.sequence()).isEqualTo(key.endsWith("lowestCycle") ? 1 : 11);
            assertThat(damage.file()).endsWith(".cq4");
        });
    }

    /** Positions far behind the end of the file among them, with and without a batch in it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBearAFlippedBitInEachByteOfTheNotedPosition(final boolean written) throws IOException {
        final SettableClock clock = writeCycles(directory, 2);
        if (!written) {
            openAndLeaveEmpty(clock);
        }
        final List<Path> files = new QueueDirectory(directory).files().cycleFiles();
        final Path newest = files.get(files.size() - 1);
        final byte[] good = Files.readAllBytes(newest);
        final JournalPosition end = JournalVerifier.verify(directory).end();
        final JournalPosition middle = new JournalPosition(end.sequence() - 2, end.queueIndex());
        final int key = indexOf(good, "writePosition", 0);
        for (int at = key + "writePosition".length(); at < key + 48; at++) {
            flip(newest, at, (byte) (1 << at % Byte.SIZE));
            try {
                assertThat(JournalVerifier.verify(directory).records())
                        .as("byte %d", at)
                        .isLessThanOrEqualTo(10);
                assertThat(JournalVerifier.verifyAfter(directory, middle).records())
                        .as("from the middle, byte %d", at)
                        .isLessThanOrEqualTo(5);
            } catch (final JournalDamagedException e) {
                assertThat(e.damage().file()).isNotEmpty();
            }
            flip(newest, at, good[at], true);
        }
        assertThat(JournalVerifier.verify(directory).good()).isTrue();
    }

    @Test
    void shouldNotSearchForAnOldestCycleOfLongAgo() {
        final SettableClock clock = writeCycles(directory, 2);
        new QueueDirectory(directory).oldestCycleIs(1);

        final long beginNs = System.nanoTime();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 10))) {
            journal.trades(5).commit();
        }

        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beginNs)).isLessThan(10);
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(15);
    }

    @Test
    void shouldTakeAFirstBatchThatWasNeverCommittedForNone() {
        try (SingleChronicleQueue queue = new QueueDirectory(directory)
                        .openForAppend(
                                QueueDirectory.rollCycle(SettableClock.SECONDLY),
                                new NonDecreasingTimeProvider(new SettableClock(), 0));
                ExcerptAppender appender = queue.createAppender();
                DocumentContext document = appender.writingDocument()) {
            document.wire().bytes().writeInt(BatchDescriptor.MAGIC).writeLong(1);
            document.rollbackOnClose();

            assertThat(JournalVerifier.verify(directory).damage()).isEmpty();
        }
    }

    @Test
    void shouldTakeAnEmptyNewestCycle() throws IOException {
        final SettableClock clock = writeCycles(directory, 2);
        openAndLeaveEmpty(clock);
        assertThat(new QueueDirectory(directory).files().cycleFiles()).hasSize(3);
        assertThat(JournalVerifier.verify(directory).damage()).isEmpty();
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(10);
    }

    @Test
    void shouldCallAHeaderDamageThatTheQueueCannotParse() throws IOException {
        write(2, 5);
        final Path file = cycleFile();
        final byte[] good = Files.readAllBytes(file);
        final int indexing = indexOf(good, "SCQSIndexing", 0);
        for (final int at : new int[] {6, indexing + 4, indexing - 4}) {
            flip(file, at, (byte) 0x40);
            assertThatThrownBy(() -> JournalVerifier.verify(directory))
                    .as("byte %d of the header", at)
                    .isInstanceOf(JournalDamagedException.class)
                    .hasMessageContaining(file.getFileName().toString());
            flip(file, at, good[at], true);
        }
        assertThat(JournalVerifier.verify(directory).good()).isTrue();
    }

    @Test
    void shouldReportAFileThatTheQueueSetAside() throws IOException {
        write(1, 5);
        Files.createFile(directory.resolve("20261120-10F.cq4-1.discard"));
        assertThat(JournalVerifier.verify(directory).damage())
                .hasValueSatisfying(damage -> assertThat(damage.detail()).contains("set this file aside"));
    }

    @Test
    void shouldFindABatchOfAnotherJournal() {
        write(1, 5);
        try (JournalAppender appender =
                JournalAppender.open(directory, JournalFixture.ROLL_CYCLE, DurabilityPolicy.PROCESS, 5)) {
            final BatchBuilder foreign = new BatchBuilder(99, JournalFixture.ENGINE_ID, 4096);
            foreign.begin(6);
            record(foreign, TradeEncoder.TEMPLATE_ID, TradeEncoder.BLOCK_LENGTH);
            appender.append(foreign);
        }
        assertThat(JournalVerifier.verify(directory).damage()).hasValueSatisfying(damage -> {
            assertThat(damage.kind()).isEqualTo(JournalDamage.Kind.FOREIGN);
            assertThat(damage.sequence()).isEqualTo(6);
        });
    }

    @Test
    void shouldNameARecordKindThatItDoesNotKnow() throws IOException {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(2);
            record(journal.batch(), 31, 16);
            journal.trades(2).commit();
        }
        final String file = cycleFile().getFileName().toString();
        assertThat(JournalVerifier.verify(directory).damage()).hasValueSatisfying(damage -> {
            assertThat(damage.sequence()).isEqualTo(3);
            assertThat(damage.file()).isEqualTo(file);
            assertThat(damage.detail()).isEqualTo("record kind 31 is not known to this version");
        });
    }

    @Test
    void shouldRaiseNoFalseAlarmOnALiveJournal() throws Exception {
        final SettableClock clock = new SettableClock();
        final AtomicBoolean stop = new AtomicBoolean();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0))) {
            journal.trades(1).commit();
            final Thread writer = new Thread(() -> {
                for (int i = 1; !stop.get(); i++) {
                    journal.trades(1 + i % 7).commit();
                    if (i % 20_000 == 0) {
                        clock.addSeconds(1 + i % 3);
                        LockSupport.parkNanos(20_000_000L);
                    }
                }
            });
            writer.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            writer.start();
            try {
                for (int i = 0; i < 8; i++) {
                    final JournalSummary summary = JournalVerifier.verify(directory);
                    assertThat(summary.damage()).as("pass %d", i).isEmpty();
                    assertThat(summary.records()).isPositive();
                }
            } finally {
                stop.set(true);
                writer.join();
            }
        }
        assertThat(failure.get()).isNull();
    }

    private static void record(final BatchBuilder batch, final int templateId, final int blockLength) {
        final long sequence = batch.lastSequence() + 1;
        final int offset = batch.claim(Records.HEADER_BYTES + blockLength);
        batch.buffer().setMemory(offset, Records.HEADER_BYTES + blockLength, (byte) 0);
        new MessageHeaderEncoder()
                .wrap(batch.buffer(), offset)
                .blockLength(blockLength)
                .templateId(templateId)
                .schemaId(MessageHeaderEncoder.SCHEMA_ID)
                .version(MessageHeaderEncoder.SCHEMA_VERSION);
        Records.sequence(batch.buffer(), offset, sequence);
    }

    private void openAndLeaveEmpty(final SettableClock clock) {
        clock.addSeconds(30);
        try (SingleChronicleQueue queue = new QueueDirectory(directory)
                        .openForAppend(
                                QueueDirectory.rollCycle(SettableClock.SECONDLY),
                                new NonDecreasingTimeProvider(clock, 0));
                ExcerptAppender appender = queue.createAppender();
                DocumentContext document = appender.writingDocument()) {
            document.rollbackOnClose();
        }
    }

    private static SettableClock writeCycles(final Path journalDirectory, final int cycles) {
        final SettableClock clock = new SettableClock();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(journalDirectory, 0))) {
            for (int i = 0; i < cycles; i++) {
                journal.trades(5).commit();
                clock.addSeconds(1);
            }
        }
        return clock;
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
            return files.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
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

    private static int lastIndexOf(final byte[] bytes, final String mark) {
        int last = -1;
        for (int at = indexOf(bytes, mark, 0); at >= 0; at = indexOf(bytes, mark, at + 1)) {
            last = at;
        }
        return last;
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
