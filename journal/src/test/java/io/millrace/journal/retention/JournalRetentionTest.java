package io.millrace.journal.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalException;
import io.millrace.journal.JournalTrimmedException;
import io.millrace.journal.append.SettableClock;
import io.millrace.journal.batch.BatchDescriptor;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.cold.ColdFile;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.generation.JournalPrefix;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal of which retention has compressed and removed parts reads as one journal, and never as less than it is. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class JournalRetentionTest {
    private static final int CYCLES = 8;
    private static final int BATCHES = 5;
    private static final int RECORDS = 3;
    private static final long LAST = 1 + (long) CYCLES * BATCHES * RECORDS;

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private JournalRetention retention;

    @BeforeEach
    void writeCycles() {
        write(CYCLES, 0);
        retention = new JournalRetention(directory);
    }

    private void write(final int cycles, final long lastSequence) {
        try (JournalFixture journal = new JournalFixture(clock.openSecondly(directory, lastSequence))) {
            if (lastSequence == 0) {
                defineInstrument(journal);
            }
            for (int cycle = 0; cycle < cycles; cycle++) {
                for (int batch = 0; batch < BATCHES; batch++) {
                    journal.trades(RECORDS).commit();
                }
                clock.addSeconds(1);
            }
        }
    }

    private static void defineInstrument(final JournalFixture journal) {
        final InstrumentDefinedEncoder instrument = new InstrumentDefinedEncoder();
        final int offset = journal.claim(MessageHeaderEncoder.ENCODED_LENGTH + InstrumentDefinedEncoder.BLOCK_LENGTH);
        instrument
                .wrapAndApplyHeader(journal.buffer(), offset, new MessageHeaderEncoder())
                .sequence(1)
                .eventTimeNs(1)
                .instrumentId(1)
                .symbol("BTCUSDT");
    }

    @Test
    void shouldSayWhatTheClosedPartsAre() {
        final List<JournalPart> parts = retention.parts();
        assertThat(parts).hasSize(CYCLES - 1);
        assertThat(parts.get(0).firstSequence()).isEqualTo(1);
        for (int i = 1; i < parts.size(); i++) {
            assertThat(parts.get(i).firstSequence()).isEqualTo(parts.get(i - 1).lastSequence() + 1);
            assertThat(parts.get(i).endMs()).isEqualTo(parts.get(i - 1).endMs() + 1_000);
        }
        assertThat(parts).allMatch(part -> part.usedBytes() > 0 && part.usedBytes() < 1 << 20);
    }

    @Test
    void shouldReadCompressedCyclesLikeTheOthers() {
        final List<String> before = contents(directory);
        final JournalSummary whole = JournalVerifier.verify(directory);
        for (int compressed = 1; compressed < CYCLES; compressed++) {
            final JournalPart oldest = retention.parts().stream()
                    .filter(part -> !part.cold())
                    .findFirst()
                    .orElseThrow();
            final JournalPart part = retention.compress(oldest);
            assertThat(part.usedBytes()).isLessThan(oldest.usedBytes());
            assertThat(directory.resolve(oldest.file())).doesNotExist();
            assertThat(contents(directory)).isEqualTo(before);
            assertThat(JournalVerifier.verify(directory)).isEqualTo(whole);
            assertThat(new JournalRetention(directory).parts()).hasSize(CYCLES - 1);
        }
        seekEverywhere(1);
        // The writer comes back and goes on.
        write(2, LAST);
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(LAST + 2L * BATCHES * RECORDS);
    }

    @Test
    void shouldBeginWhereRetentionHasCutIt() {
        final List<String> before = contents(directory);
        final List<JournalPart> parts = retention.parts();
        retention.compress(parts.get(0));
        retention.compress(parts.get(1));
        // Within the compressed files, to their end, behind them.
        for (final int cut : new int[] {1, 2, 4}) {
            final long first = parts.get(cut).firstSequence();
            retention.removeBefore(first);
            final JournalSummary summary = JournalVerifier.verify(directory);
            assertThat(summary.damage()).isEmpty();
            assertThat(summary.firstSequence()).isEqualTo(first);
            assertThat(summary.records()).isEqualTo(LAST - first + 1);
            assertThat(contents(directory)).isEqualTo(before.subList(cut * BATCHES, before.size()));
            seekEverywhere(first);
        }
        assertThat(JournalExtent.read(directory).definitions()).hasSize(1);
        write(2, LAST);
        assertThat(JournalVerifier.verify(directory).damage()).isEmpty();
        assertThat(JournalVerifier.verify(directory).end().sequence()).isEqualTo(LAST + 2L * BATCHES * RECORDS);
    }

    @Test
    void shouldRefuseACutWithinACycleAndAnotherThanTheOldest() {
        final List<JournalPart> parts = retention.parts();
        assertThatThrownBy(() -> retention.removeBefore(parts.get(2).firstSequence() + 1))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no piece of the journal");
        assertThatThrownBy(() -> retention.compress(parts.get(1)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("only the oldest");
        assertThat(JournalVerifier.verify(directory).firstSequence()).isEqualTo(1);
    }

    @Test
    void shouldLeaveAWriterAndItsReadersAlone() {
        final List<JournalPart> parts = retention.parts();
        try (JournalFixture writer = new JournalFixture(clock.openSecondly(directory, LAST));
                JournalTailer slow = JournalTailer.open(directory);
                JournalTailer slower = JournalTailer.open(directory);
                JournalTailer live = JournalTailer.open(directory)) {
            live.seek(new JournalPosition(LAST, 0));
            // One stands within a cycle that is compressed under it, one in what is removed.
            while (slow.position().sequence() < parts.get(1).firstSequence() + RECORDS) {
                assertThat(slow.poll(batch -> {})).isTrue();
            }
            assertThat(slower.poll(batch -> {})).isTrue();
            for (int i = 0; i < 4; i++) {
                retention.compress(parts.get(i));
                writer.trades(RECORDS).commit();
                clock.addSeconds(1);
                assertThat(live.poll(batch -> {})).isTrue();
            }
            retention.removeBefore(parts.get(1).firstSequence());
            while (slow.poll(batch -> {})) {
                // Each batch is checked for its place.
            }
            assertThat(slow.position().sequence()).isEqualTo(LAST + 4 * RECORDS);
            retention.removeBefore(parts.get(5).firstSequence());
            assertThatThrownBy(() -> {
                        while (slower.poll(batch -> {})) {
                            // What it has open it may still read.
                        }
                    })
                    .isInstanceOf(JournalTrimmedException.class)
                    .hasMessageContaining("begins at sequence " + parts.get(5).firstSequence());
        }
        assertThat(JournalVerifier.verify(directory).damage()).isEmpty();
    }

    @Test
    void shouldFindEveryDamageOfACompressedFile() throws IOException {
        final List<String> before = contents(directory);
        final JournalPart part = retention.compress(retention.parts().get(0));
        retention.compress(retention.parts().get(1));
        int harmless = 0;
        final Path file = directory.resolve(part.file());
        final byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            final byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);
            Files.write(file, bad);
            final JournalSummary summary = JournalVerifier.verify(directory);
            if (summary.good()) {
                // The time of the file, the compressor's system, the bits that fill the last byte of the stream.
                harmless++;
                assertThat(contents(directory)).as("byte %d", at).isEqualTo(before);
            } else {
                assertThat(summary.damage().orElseThrow().file())
                        .as("byte %d", at)
                        .isEqualTo(part.file());
                assertThat(summary.damage().orElseThrow().describe()).contains("restore the file");
            }
        }
        assertThat(harmless).isLessThan(20);
        Files.write(file, Arrays.copyOf(good, good.length / 2));
        assertThat(JournalVerifier.verify(directory).damage()).isPresent();
        Files.delete(file);
        assertThat(JournalVerifier.verify(directory).damage())
                .hasValueSatisfying(damage -> assertThat(damage.file()).isEqualTo(part.file()));
        // What lies behind can be read all the same.
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            tailer.seek(new JournalPosition(part.lastSequence() + 1, 0));
            assertThat(tailer.poll(batch -> {})).isTrue();
        }
        Files.write(file, good);
        assertThat(JournalVerifier.verify(directory).damage()).isEmpty();
    }

    @Test
    void shouldFindEveryDamageOfTheExtent() throws IOException {
        retention.compress(retention.parts().get(0));
        retention.removeBefore(retention.parts().get(1).firstSequence());
        final Path file = directory.resolve(JournalExtent.FILE_NAME);
        final byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            final byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);
            Files.write(file, bad);
            assertThatThrownBy(() -> JournalVerifier.verify(directory))
                    .as("byte %d", at)
                    .isInstanceOf(JournalDamagedException.class)
                    .hasMessageContaining(JournalExtent.FILE_NAME);
        }
        Files.delete(file);
        assertThat(JournalVerifier.verify(directory).damage())
                .hasValueSatisfying(damage -> assertThat(damage.sequence()).isEqualTo(1));
    }

    @Test
    void shouldCopyWhatIsLeftIntoANewGeneration(@TempDir final Path other) {
        final List<JournalPart> parts = retention.parts();
        retention.compress(parts.get(0));
        retention.compress(parts.get(1));
        retention.compress(parts.get(2));
        retention.removeBefore(parts.get(1).firstSequence());
        final Path copy = other.resolve("copy");
        JournalPrefix.copy(directory, parts.get(5).lastSequence(), copy);
        assertThat(JournalVerifier.verify(copy).damage()).isEmpty();
        assertThat(contents(copy)).isEqualTo(contents(directory).subList(0, 5 * BATCHES));
        assertThat(JournalExtent.read(copy).definitions()).hasSize(1);
    }

    @Test
    void shouldDoAnyMixtureOfSteps() {
        final long seed = 4711;
        final SplittableRandom random = new SplittableRandom(seed);
        long last = LAST;
        for (int step = 0; step < 15; step++) {
            final List<JournalPart> parts = retention.parts();
            final List<JournalPart> hot =
                    parts.stream().filter(part -> !part.cold()).toList();
            switch (random.nextInt(3)) {
                case 0 -> {
                    if (!hot.isEmpty()) {
                        retention.compress(hot.get(0));
                    }
                }
                case 1 -> {
                    if (parts.size() > 3) {
                        retention.removeBefore(parts.get(random.nextInt(3)).firstSequence());
                    }
                }
                default -> {
                    write(1, last);
                    last += (long) BATCHES * RECORDS;
                }
            }
            assertThat(JournalVerifier.verify(directory).damage())
                    .as("step %d, seed %d", step, seed)
                    .isEmpty();
            assertThat(JournalVerifier.verify(directory).end().sequence()).isEqualTo(last);
            if (step % 5 == 4) {
                seekEverywhere(JournalExtent.read(directory).firstSequence());
            }
        }
    }

    /** Seeks to each record, with a hint and without. */
    private void seekEverywhere(final long first) {
        try (JournalTailer tailer = JournalTailer.open(directory)) {
            assertThat(tailer.position().sequence()).isEqualTo(first - 1);
            final List<JournalPosition> hints = new ArrayList<>();
            while (tailer.poll(batch -> {
                for (long each = batch.firstSequence(); each <= batch.lastSequence(); each++) {
                    hints.add(new JournalPosition(each, batch.queueIndex()));
                }
            })) {
                // All of them.
            }
            hints.add(0, new JournalPosition(first - 1, 0));
            for (final JournalPosition hint : hints.subList(0, hints.size() - 1)) {
                for (final long index : new long[] {hint.queueIndex(), 0}) {
                    tailer.seek(new JournalPosition(hint.sequence(), index));
                    assertThat(tailer.poll(batch -> assertThat(hint.sequence() + 1)
                                    .isBetween(batch.firstSequence(), batch.lastSequence())))
                            .isTrue();
                }
            }
            if (first > 1) {
                assertThatThrownBy(() -> tailer.seek(new JournalPosition(first - 2, 0)))
                        .isInstanceOf(JournalTrimmedException.class);
                assertThatThrownBy(() -> tailer.seek(JournalPosition.START))
                        .hasMessageContaining("begins at sequence " + first);
            }
        }
    }

    /** Index, checksum and sequences of each batch; a handler that fails now and then gets the batch again. */
    private static List<String> contents(final Path journal) {
        final List<String> batches = new ArrayList<>();
        final SplittableRandom random = new SplittableRandom(1);
        try (JournalTailer tailer = JournalTailer.open(journal)) {
            boolean more = true;
            while (more) {
                try {
                    more = tailer.poll(batch -> {
                        if (random.nextInt(4) == 0) {
                            throw new IllegalStateException("not now");
                        }
                        batches.add(batch.queueIndex() + " " + batch.crc() + " " + batch.firstSequence() + " "
                                + batch.lastSequence());
                    });
                } catch (final IllegalStateException notNow) {
                    assertThat(notNow).hasMessage("not now");
                }
            }
        }
        return batches;
    }

    @Test
    void shouldRemoveNothingWhenWhatItWroteDoesNotReadBack() throws IOException {
        final List<JournalPart> parts = retention.parts();
        final long records = JournalVerifier.verify(directory).records();
        final JournalRetention hurt = new JournalRetention(directory, JournalRetentionTest::hurt);

        assertThatThrownBy(() -> hurt.compress(parts.get(0))).isInstanceOf(RuntimeException.class);

        assertThat(directory.resolve(parts.get(0).file())).exists();
        assertThat(JournalExtent.read(directory).isWhole()).isTrue();
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(records);
        retention.sweep();
        retention.compress(parts.get(0));
        assertThat(JournalVerifier.verify(directory).records()).isEqualTo(records);
    }

    @Test
    void shouldKeepACycleOfWhichTheLastBatchCannotBeFound() throws IOException {
        final JournalPart oldest = retention.parts().get(0);
        final Path file = directory.resolve(oldest.file());
        final byte[] bytes = Files.readAllBytes(file);
        final ByteBuffer magic = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, BatchDescriptor.MAGIC);
        int last = bytes.length - Integer.BYTES;
        while (!Arrays.equals(bytes, last, last + Integer.BYTES, magic.array(), 0, Integer.BYTES)) {
            last--;
        }
        // The queue's length word before it: to a reader the file ends there now, without a word.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Integer.BYTES), last - Integer.BYTES);
        }

        assertThatThrownBy(() -> retention.compress(oldest))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining(oldest.file());

        assertThat(file).exists();
        assertThat(JournalExtent.read(directory).isWhole()).isTrue();
    }

    private static void hurt(final Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, channel.size() / 2);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), channel.size() / 2);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldSweepWhatADeathHasLeft() throws IOException {
        final List<JournalPart> parts = retention.parts();
        retention.compress(parts.get(0));
        final Path cold = directory.resolve(ColdFile.DIRECTORY);
        Files.write(cold.resolve("x.cq4" + ColdFile.SUFFIX), new byte[3]);
        Files.write(cold.resolve("x.cq4" + ColdFile.SUFFIX + ".tmp"), new byte[3]);
        Files.write(cold.resolve("notes.txt"), new byte[3]);
        retention.sweep();
        try (var files = Files.list(cold)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(parts.get(0).file() + ColdFile.SUFFIX, "notes.txt");
        }
    }
}
