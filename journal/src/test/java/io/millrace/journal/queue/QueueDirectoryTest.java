package io.millrace.journal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalMissingException;
import io.millrace.journal.append.SettableClock;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class QueueDirectoryTest {
    private static final int NOT_COMPLETE = 0x80000000;

    @TempDir
    Path directory;

    private QueueFiles files;

    @BeforeEach
    void findFiles() {
        files = new QueueDirectory(directory).files();
    }

    @Test
    void shouldBreakLocksOfAProcessIdThatIsAlive() {
        write(2);
        for (final String key : List.of("chronicle.write.lock", "chronicle.append.lock")) {
            lock(key, 1L);
            final long beginNs = System.nanoTime();
            try (JournalFixture journal = new JournalFixture(directory, end())) {
                journal.trade().commit();
            }
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs))
                    .as(key)
                    .isLessThan(1_000);
        }
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(4);
    }

    @Test
    void shouldReadAJournalWhoseWriteLockWasLeftBehind() {
        write(2);
        lock("chronicle.write.lock", 1L);
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(2);
    }

    @Test
    void shouldSayThatThereIsNoJournalInAnEmptyDirectory() {
        assertThatThrownBy(() -> JournalTailer.open(directory)).isInstanceOf(JournalMissingException.class);
    }

    @Test
    void shouldReadAJournalThatWasOpenedAndNotWrittenTo() {
        try (JournalFixture journal = new JournalFixture(directory);
                JournalTailer tailer = JournalTailer.open(directory)) {
            assertThat(tailer.poll(batch -> {})).isFalse();
            assertThat(JournalVerifier.verify(directory).good()).isTrue();
            journal.trade().commit();
            assertThat(tailer.poll(batch -> {})).isTrue();
        }
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(1);
    }

    @Test
    void shouldMakeAnUnfinishedTableAnewWhereThereIsNoCycleFile() throws IOException {
        for (final ByteBuffer start : List.of(ByteBuffer.allocate(0), header(NOT_COMPLETE))) {
            final Path fresh = Files.createTempDirectory(directory, "fresh");
            final ByteBuffer table =
                    ByteBuffer.allocate(start.remaining() == 0 ? 0 : 65536).put(start);
            Files.write(fresh.resolve("metadata.cq4t"), table.array());
            assertThatThrownBy(() -> JournalVerifier.verify(fresh)).isInstanceOf(JournalMissingException.class);
            try (JournalFixture journal = new JournalFixture(fresh)) {
                journal.trade().commit();
            }
            assertThat(JournalVerifier.verify(fresh).records()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseCycleFilesWithoutATable() throws IOException {
        write(2);
        final byte[] good = Files.readAllBytes(files.metadataFile());
        Files.delete(files.metadataFile());
        assertRefused("metadata.cq4t", "is missing or not finished");
        Files.write(files.metadataFile(), new byte[good.length]);
        assertRefused("metadata.cq4t", "is missing or not finished");
        final byte[] bad = good.clone();
        Arrays.fill(bad, 16, 200, (byte) '?');
        Files.write(files.metadataFile(), bad);
        assertRefused("metadata.cq4t", "cannot be read");
        assertThat(files.metadataFile()).hasBinaryContent(bad);
        Files.write(files.metadataFile(), good);
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(2);
    }

    /** The length of an entry takes in the one behind it, and nothing that could be read follows. */
    @Test
    void shouldFindATableThatStopsAWriterWhereItMakesAKey() throws IOException {
        write(2);
        final byte[] bytes = Files.readAllBytes(files.metadataFile());
        final String text = new String(bytes, StandardCharsets.ISO_8859_1);
        final int entry = text.indexOf("chronicle.lastIndexReplicated") - 6;
        bytes[entry] ^= 1 << 6;
        final Path table = Files.createDirectory(directory.resolve("copy")).resolve("metadata.cq4t");
        Files.write(table, bytes);

        final Optional<String> fault = new QueueDirectory(table.getParent()).tableFault();

        assertThat(fault).hasValueSatisfying(said -> assertThat(said).contains("cannot be read by a writer"));
    }

    @Test
    void shouldRemoveACycleFileThatADyingProcessHadNotFinished() throws IOException {
        final SettableClock clock = new SettableClock();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 0))) {
            journal.trade().commit();
        }
        final Path first = files.cycleFiles().get(0);
        final Path unfinished = directory.resolve(first.getFileName().toString().replace("100000T", "100001T"));
        Files.write(unfinished, header(NOT_COMPLETE).array());
        assertThat(JournalVerifier.verify(directory).good()).isTrue();
        clock.addSeconds(1);

        final long beginNs = System.nanoTime();
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, 1))) {
            journal.trade().commit();
        }

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs)).isLessThan(1_000);
        assertThat(files.discardedFiles()).isEmpty();
        assertThat(files.cycleFiles()).containsExactly(first, unfinished);
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(2);
    }

    @Test
    void shouldKeepACycleFileThatHoldsBatchesWhateverItsHeaderSays() throws IOException {
        write(2);
        final Path file = files.cycleFiles().get(0);
        final byte[] bytes = Files.readAllBytes(file);
        header(NOT_COMPLETE).get(0, bytes, 0, 4);
        Files.write(file, bytes);
        assertThat(JournalVerifier.verify(directory).good()).isFalse();
        assertThatThrownBy(() -> new JournalFixture(directory, 2)).isInstanceOf(Throwable.class);
        assertThat(file).exists();
        assertThat(files.discardedFiles()).isEmpty();
    }

    @Test
    void shouldTellRollCyclesApartByTheirFileNames() {
        // The queue finds the roll cycle of a directory by this pattern alone.
        final Set<String> patterns = new HashSet<>();
        for (final RollCycle cycle : RollCycles.all()) {
            assertThat(patterns.add(cycle.format())).as(cycle.toString()).isTrue();
        }
    }

    @Test
    void shouldNameTheFileThatTheQueueWrites() {
        write(1);
        try (var queue = new QueueDirectory(directory).openReadOnly()) {
            assertThat(QueueDirectory.fileName(queue.rollCycle(), queue.lastIndex()))
                    .isEqualTo(QueueDirectory.newestFileName(queue))
                    .isEqualTo(files.cycleFiles().get(0).getFileName().toString());
        }
    }

    private void assertRefused(final String... parts) {
        assertThatThrownBy(() -> JournalVerifier.verify(directory))
                .isInstanceOfSatisfying(
                        JournalDamagedException.class,
                        e -> assertThat(e.damage().kind()).isEqualTo(JournalDamage.Kind.HEADER))
                .hasMessageContainingAll(parts);
        assertThatThrownBy(() -> new JournalFixture(directory, 2))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContainingAll(parts);
    }

    private void write(final int records) {
        try (JournalFixture journal = new JournalFixture(directory)) {
            journal.trades(records).commit();
        }
    }

    private long end() {
        return JournalVerifier.verify(directory).end().sequence();
    }

    private void lock(final String key, final long processId) {
        try (TableStore<?> table = SingleTableBuilder.binary(files.metadataFile(), Metadata.NoMeta.INSTANCE)
                        .build();
                LongValue lock = table.acquireValueFor(key)) {
            lock.setVolatileValue(processId);
        }
    }

    private static ByteBuffer header(final int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value);
    }
}
