package io.millrace.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.recovery.Generations.Generation;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.JournalDamage;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.batch.BatchChecksum;
import io.millrace.journal.batch.BatchDescriptor;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A damaged journal is kept as it is, its good prefix goes on, and the feeds bring the rest again. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GenerationsTest {
    private static final EngineConfig CONFIG = Runs.quickConfig("batch.max-records", "16");
    private static final List<MarketEvent> MARKET = new RandomMarket(3).ticks(800);

    @TempDir
    Path data;

    private DataDirectory directory;
    private EngineReport whole;
    private long lastSequence;

    @BeforeEach
    void run() {
        directory = new DataDirectory(data);
        whole = Runs.run(data, CONFIG, lanes());
        lastSequence = JournalVerifier.verify(directory.journal()).end().sequence();
    }

    @Test
    void shouldGoOnWithTheGoodPrefix() throws IOException {
        damage(0.6);
        final JournalDamage damage =
                JournalVerifier.verify(directory.journal()).damage().orElseThrow();
        final Map<String, byte[]> before = contents(directory.journal());
        assertThatThrownBy(() -> Engine.open(data, CONFIG))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("'millrace recover --new-generation'");

        final Generation generation = new Generations(directory).begin();

        assertThat(generation.number()).isEqualTo(1);
        assertThat(generation.firstBadSequence()).isEqualTo(damage.sequence());
        assertThat(generation.lastGoodSequence())
                .isEqualTo(damage.sequence() - 1)
                .isBetween(1L, lastSequence - 1);
        assertThat(generation.damage()).contains(damage.detail(), damage.file());
        assertThat(contents(generation.kept())).containsExactlyEntriesOf(before);
        final JournalSummary next = JournalVerifier.verify(directory.journal());
        assertThat(next.damage()).isEmpty();
        assertThat(next.end().sequence()).isEqualTo(generation.lastGoodSequence());
        assertThat(next.end().queueIndex()).as("positions hold").isNotZero();

        final EngineReport again = Runs.run(data, CONFIG, lanes());
        assertThat(again.eventsIn()).isEqualTo(whole.eventsIn());
        assertThat(again.stateDigest()).isEqualTo(whole.stateDigest());
        assertThat(again.outputDigest()).isEqualTo(whole.outputDigest());
        assertThat(Runs.replay(data).identical()).isTrue();
        assertThat(contents(generation.kept())).containsExactlyEntriesOf(before);
    }

    @Test
    void shouldCountGenerations() throws IOException {
        damage(0.8);
        new Generations(directory).begin();
        damage(0.4);
        final Generation second = new Generations(directory).begin();
        assertThat(second.number()).isEqualTo(2);
        assertThat(data.resolve("journal.damaged-1")).isDirectory();
        assertThat(second.kept()).isEqualTo(data.resolve("journal.damaged-2")).isDirectory();
        assertThat(Runs.run(data, CONFIG, lanes()).stateDigest()).isEqualTo(whole.stateDigest());
    }

    @Test
    void shouldBeginAnewWhereNothingIsGood() throws IOException {
        damage(0);
        final Generation generation = new Generations(directory).begin();
        assertThat(generation.lastGoodSequence()).isZero();
        assertThat(Runs.run(data, CONFIG, lanes()).outputDigest()).isEqualTo(whole.outputDigest());
    }

    @Test
    void shouldLoseNothingToADamagedTable() throws IOException {
        final Path table = directory.journal().resolve("metadata.cq4t");
        final byte[] good = Files.readAllBytes(table);
        int generations = 0;
        // The length of its first part, and the names of its cycle files.
        final String text = new String(good, StandardCharsets.ISO_8859_1);
        for (final int at : new int[] {0, text.indexOf("yyyyMMdd")}) {
            final byte[] bad = Files.readAllBytes(table);
            bad[at] ^= 0x40;
            Files.write(table, bad);
            assertThatThrownBy(() -> Engine.open(data, CONFIG)).isInstanceOf(JournalDamagedException.class);
            final Generation generation = new Generations(directory).begin();
            assertThat(generation.number()).isEqualTo(++generations);
            assertThat(generation.lastGoodSequence()).as("byte %d", at).isEqualTo(lastSequence);
            assertThat(data.resolve("journal.links")).doesNotExist();
        }
        assertThat(Runs.run(data, CONFIG, lanes()).stateDigest()).isEqualTo(whole.stateDigest());
    }

    @Test
    void shouldLoseNothingToADamagedIndexSpacing() throws IOException {
        final Path cycle = cycleFile();
        final byte[] bytes = Files.readAllBytes(cycle);
        final String text = new String(bytes, StandardCharsets.ISO_8859_1);
        // Behind the name stand a type code and the two bytes of the value.
        bytes[text.indexOf("indexSpacing") + 14] ^= 0x10;
        Files.write(cycle, bytes);
        assertThat(JournalVerifier.verify(directory.journal()).good()).isTrue();
        // The start reads back what it has appended; what no reader could follow would end it here.
        assertThat(Runs.run(data, CONFIG, lanes()).stateDigest()).isEqualTo(whole.stateDigest());
        final JournalSummary journal = JournalVerifier.verify(directory.journal());
        assertThat(journal.good()).isTrue();
        assertThat(journal.end().sequence()).isGreaterThan(lastSequence);
    }

    @Test
    void shouldRefuseToGiveUpAWholeJournal() throws IOException {
        final Map<String, byte[]> before = contents(directory.journal());
        assertThatThrownBy(() -> new Generations(directory).begin())
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("is whole up to sequence " + lastSequence);
        assertThat(contents(directory.journal())).containsExactlyEntriesOf(before);
    }

    @Test
    void shouldNotGiveUpWhatANewerVersionWrote() throws IOException {
        final Path cycle = cycleFile();
        final byte[] bytes = Files.readAllBytes(cycle);
        final int start = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("MLRC");
        final ByteBuffer batch =
                ByteBuffer.wrap(bytes, start, bytes.length - start).slice().order(ByteOrder.LITTLE_ENDIAN);
        batch.putShort(BatchDescriptor.FORMAT_VERSION_OFFSET, (short) (BatchDescriptor.FORMAT_VERSION + 1));
        // A newer version signs what it writes; without that it would be a flipped bit.
        final int batchBytes = BatchDescriptor.HEADER_BYTES + batch.getInt(BatchDescriptor.PAYLOAD_LENGTH_OFFSET);
        final int crc = new BatchChecksum().compute(batch.duplicate(), batchBytes);
        batch.putInt(BatchDescriptor.CRC_OFFSET, crc);
        Files.write(cycle, bytes);
        assertThatThrownBy(() -> new Generations(directory).begin())
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("not readable by this version");
        assertThat(data.resolve("journal.damaged-1")).doesNotExist();
    }

    @Test
    void shouldEndWhatADeathBetweenTheRenamesHasLeft() throws IOException {
        damage(0.5);
        final Generation first = new Generations(directory).begin();
        // As it was between the renames.
        Files.move(directory.journal(), directory.nextJournal());
        assertThatThrownBy(() -> Engine.open(data, CONFIG))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("run 'millrace recover --new-generation' again");
        assertThat(new Generations(directory).begin()).isEqualTo(first);
        assertThat(Runs.run(data, CONFIG, lanes()).stateDigest()).isEqualTo(whole.stateDigest());
    }

    @Test
    void shouldMakeTheCopyAgainThatADeathHasLeftUnfinished() throws IOException {
        damage(0.5);
        Files.createDirectories(directory.nextJournal());
        Files.write(directory.nextJournal().resolve("20260101-00F.cq4"), new byte[1_000]);
        final Generation generation = new Generations(directory).begin();
        assertThat(JournalVerifier.verify(directory.journal()).end().sequence())
                .isEqualTo(generation.lastGoodSequence());
    }

    @Test
    void shouldNotTouchTheJournalOfARunningEngine() throws IOException {
        try (Engine engine = Engine.open(data, CONFIG)) {
            assertThatThrownBy(() -> new Generations(directory).begin()).isInstanceOf(EngineLockedException.class);
            engine.check();
        }
    }

    /** Flips a bit in the payload of the batch at a part of the journal. */
    private void damage(final double part) throws IOException {
        final Path cycle = cycleFile();
        final byte[] bytes = Files.readAllBytes(cycle);
        final String text = new String(bytes, StandardCharsets.ISO_8859_1);
        final long batches = Stream.iterate(text.indexOf("MLRC"), at -> at >= 0, at -> text.indexOf("MLRC", at + 1))
                .count();
        final int at = Stream.iterate(text.indexOf("MLRC"), from -> text.indexOf("MLRC", from + 1))
                .skip((long) (batches * part))
                .findFirst()
                .orElseThrow();
        bytes[at + 60] ^= 16;
        Files.write(cycle, bytes);
    }

    private Path cycleFile() throws IOException {
        try (Stream<Path> files = Files.list(directory.journal())) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Map<String, byte[]> contents(final Path directory) throws IOException {
        final Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static List<FeedLane> lanes() {
        return List.of(
                ListFeed.lane("AAA", MARKET, 1, position -> {}),
                ListFeed.lane("BBB", MARKET.subList(0, 400), 2, position -> {}));
    }
}
