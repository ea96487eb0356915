package io.millrace.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.state.StateException;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every way a directory can look when an engine starts on it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RecoveryTest {
    private static final EngineConfig CONFIG = Runs.quickConfig();
    private static final List<MarketEvent> MARKET = new RandomMarket(5).ticks(600);

    @TempDir
    Path data;

    @Test
    void shouldTakeTheStateOverAfterAStopInOrder() {
        final EngineReport first = run(CONFIG, 300);
        try (Engine engine = Engine.open(data, CONFIG)) {
            assertThat(engine.rebuilt()).isFalse();
            assertThat(engine.state().digest()).isEqualTo(first.stateDigest());
        }
    }

    @Test
    void shouldRebuildTheSameStateAfterARunWithoutAStop() {
        final EngineReport first = run(CONFIG, 300);
        Engine.open(data, CONFIG).close();
        try (Engine engine = Engine.open(data, CONFIG)) {
            assertThat(engine.rebuilt()).isTrue();
            assertThat(engine.state().digest()).isEqualTo(first.stateDigest());
        }
    }

    @Test
    void shouldStartAnewWhereTheFirstStartDiedBeforeItsFirstRecord() throws IOException {
        Files.createDirectories(data.resolve("state"));
        Files.createDirectories(data.resolve("journal"));
        Files.write(data.resolve("state/state.cm3"), new byte[5_000]);
        Files.writeString(data.resolve(Manifest.FILE_NAME), "{ \"engineId\": 1");

        assertThat(run(CONFIG, 10).eventsIn()).isPositive();
        assertThat(Manifest.read(data)).isPresent();
        assertThat(Runs.replay(data).identical()).isTrue();
    }

    @Test
    void shouldNotBelieveAMarkThatLies() throws IOException {
        final EngineReport first = run(CONFIG, 300);
        final Path state = data.resolve("state/state.cm3");
        final byte[] bytes = Files.readAllBytes(state);
        final int symbol = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("AAA\0");
        try (FileChannel channel = FileChannel.open(state, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'B'}), symbol);
        }
        expectRebuilt(first);

        run(CONFIG, 0);
        final Path mark = data.resolve("state/clean.json");
        Files.writeString(mark, Files.readString(mark).replaceAll("(\"appliedSequence\" *: *)(\\d+)", "$17"));
        expectRebuilt(first);

        run(CONFIG, 0);
        Files.writeString(mark, "{ \"appliedSequence\" : ");
        expectRebuilt(first);
    }

    @Test
    void shouldRebuildWhenTheStateFileIsCutOrRubbishOrGone() throws IOException {
        final EngineReport first = run(CONFIG, 300);
        final Path state = data.resolve("state/state.cm3");
        try (FileChannel channel = FileChannel.open(state, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        expectRebuilt(first);

        run(CONFIG, 0);
        final byte[] rubbish = new byte[(int) Files.size(state)];
        Arrays.fill(rubbish, (byte) 0x5A);
        Files.write(state, rubbish);
        expectRebuilt(first);

        run(CONFIG, 0);
        Files.delete(state);
        expectRebuilt(first);
    }

    @Test
    void shouldCarryOverWhatBothConfigurationsHave() {
        final EngineConfig changed = Runs.quickConfig(
                "bars",
                "[1s, 2s, 5s, 1m]",
                "indicators",
                """
                [ { name = slow, kind = sma, bar = 1s, period = 9 }, { name = fast, kind = ema, bar = 1s, period = 4 }
                  { name = range, kind = atr, bar = 1s, period = 5 }, { name = two, kind = rsi, bar = 2s, period = 3 } ]""",
                "rules",
                "[ { name = cross, kind = moving-average-cross, bar = 1s, fast = fast, slow = slow, atr = range, min-adx = 0 } ]");
        run(CONFIG, 200);
        final EngineReport middle = run(changed, 400);
        try (Engine engine = Engine.open(data, changed)) {
            assertThat(engine.rebuilt()).isFalse();
        }
        final EngineReport last = run(CONFIG, 600);

        assertThat(last.signals()).isGreaterThan(middle.signals());
        final JournalSummary journal = JournalVerifier.verify(Runs.journal(data));
        assertThat(journal.damage()).isEmpty();
        assertThat(journal.count(RecordKind.CONFIG_CHANGED)).isEqualTo(3);
        final ReplayReport replay = Runs.replay(data);
        assertThat(replay.difference()).isEmpty();
        assertThat(replay.stateDigest()).isEqualTo(last.stateDigest());
        assertThat(replay.outputDigest()).isEqualTo(last.outputDigest());
    }

    @Test
    void shouldTakeOtherLimitsOfTheState() {
        final EngineReport first = run(CONFIG, 300);
        final EngineConfig larger = Runs.quickConfig("state.max-instruments", "300", "state.max-feeds", "9000");
        try (Engine engine = Engine.open(data, larger)) {
            assertThat(engine.state().digest()).isEqualTo(first.stateDigest());
        }
        assertThatThrownBy(() -> Engine.open(data, Runs.quickConfig("state.max-instruments", "1")))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("millrace.engine.state.max-instruments");
        try (Engine engine = Engine.open(data, CONFIG)) {
            assertThat(engine.state().digest()).isEqualTo(first.stateDigest());
        }
    }

    @Test
    void shouldOpenNothingForWritingWhenTheJournalIsDamaged() throws IOException {
        run(CONFIG, 300);
        final Path cycle = cycleFile();
        final byte[] bytes = Files.readAllBytes(cycle);
        final int mark = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("MLRC");
        try (FileChannel channel = FileChannel.open(cycle, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (bytes[mark + 900] ^ 4)}), mark + 900L);
        }
        final Map<String, List<Long>> before = files();

        assertThatThrownBy(() -> Engine.open(data, CONFIG)).isInstanceOf(JournalDamagedException.class);

        assertThat(files()).isEqualTo(before);
        Files.write(cycle, bytes);
        Engine.open(data, CONFIG).close();
    }

    @Test
    void shouldRefuseAJournalWithoutTheQueuesTable() throws IOException {
        run(CONFIG, 50);
        Files.delete(data.resolve("journal/metadata.cq4t"));
        assertThatThrownBy(() -> Engine.open(data, CONFIG)).isInstanceOf(JournalDamagedException.class);
    }

    @Test
    void shouldRefuseToStartAnewWhereAJournalWas() throws IOException {
        run(CONFIG, 50);
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            files.forEach(RecoveryTest::delete);
        }
        assertThatThrownBy(() -> Engine.open(data, CONFIG))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("is gone")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldRefuseAnotherEnginesDirectory() throws IOException {
        run(CONFIG, 50);
        final Map<String, List<Long>> before = files();
        assertThatThrownBy(() -> Engine.open(data, Runs.quickConfig("engine-id", "9")))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("belongs to engine 1")
                .hasMessageContaining("engine-id = 9");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void shouldWriteTheManifestAgainFromTheJournal() throws IOException {
        run(CONFIG, 50);
        final Path file = data.resolve(Manifest.FILE_NAME);
        final Manifest good = Manifest.read(data).orElseThrow();
        for (final String damaged :
                List.of("", "{", "{ \"engineId\" : \"x\" }", "{ \"engineId\" : 1, \"journalId\" : \"zz\" }")) {
            Files.writeString(file, damaged);
            assertThat(Manifest.read(data)).as(damaged).isEmpty();
            run(CONFIG, 50);
            assertThat(Manifest.read(data)).as(damaged).hasValue(good);
        }
        Files.delete(file);
        run(CONFIG, 50);
        assertThat(JournalVerifier.verify(Runs.journal(data)).damage()).isEmpty();

        Files.writeString(file, "{ \"engineId\" : 1, \"journalId\" : \"77\" }");
        assertThatThrownBy(() -> Engine.open(data, CONFIG))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("another directory");
    }

    @Test
    void shouldLeaveNothingOpenWhenTheStartFails() throws IOException {
        run(CONFIG, 50);
        final long threads = threadsOfTheEngine();
        // A directory where a file has to go: state and journal are open by then.
        Files.delete(data.resolve("errors.dat"));
        Files.createDirectories(data.resolve("errors.dat.previous/in-the-way"));
        Files.createDirectories(data.resolve("errors.dat"));
        assertThatThrownBy(() -> Engine.open(data, CONFIG)).isInstanceOf(UncheckedIOException.class);
        assertThat(threadsOfTheEngine()).isEqualTo(threads);
        expectNothingOpen();

        Files.delete(data.resolve("errors.dat.previous/in-the-way"));
        Files.delete(data.resolve("errors.dat.previous"));
        Files.delete(data.resolve("errors.dat"));
        final EngineReport report = run(CONFIG, 100);
        assertThat(Runs.replay(data).stateDigest()).isEqualTo(report.stateDigest());
        expectNothingOpen();
        assertThat(threadsOfTheEngine()).isEqualTo(threads);
    }

    @Test
    @SuppressWarnings("try")
    void shouldRefuseUseAfterTheEnd() {
        try (Engine engine = Engine.open(data, CONFIG)) {
            engine.stop(StopReason.REQUESTED);
            assertThatThrownBy(engine::state).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> engine.stop(StopReason.REQUESTED)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> engine.ingress().drain()).hasMessageContaining("was stopped");
            engine.close();
        }
    }

    @Test
    void shouldStopInOrderOnAnInterruptedThread() {
        run(CONFIG, 100);
        final Engine engine = Engine.open(data, CONFIG);
        Thread.currentThread().interrupt();
        final EngineReport report = engine.stop(StopReason.REQUESTED);
        assertThat(Thread.interrupted()).isTrue();
        try (Engine next = Engine.open(data, CONFIG)) {
            assertThat(next.rebuilt()).isFalse();
            assertThat(next.state().digest()).isEqualTo(report.stateDigest());
        }
    }

    private void expectRebuilt(final EngineReport first) {
        try (Engine engine = Engine.open(data, CONFIG)) {
            assertThat(engine.rebuilt()).isTrue();
            assertThat(engine.state().digest()).isEqualTo(first.stateDigest());
        }
    }

    /** Takes the market up to an event, going on where the journal ends. */
    private EngineReport run(final EngineConfig config, final int events) {
        return Runs.run(data, config, lanes(events));
    }

    private static List<FeedLane> lanes(final int events) {
        return List.of(
                ListFeed.lane("AAA", MARKET.subList(0, events), 1, position -> {}),
                ListFeed.lane("BBB", MARKET.subList(0, events / 2), 2, position -> {}));
    }

    private Path cycleFile() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            return files.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void delete(final Path file) {
        try {
            Files.delete(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The queue unmaps what it closed on a thread of its own. */
    private void expectNothingOpen() {
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(openFilesBelow(data)).isEmpty());
    }

    private static long threadsOfTheEngine() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("millrace"))
                .count();
    }

    /** Files of the directory that this process has open or mapped; Linux only, empty elsewhere. */
    private static List<String> openFilesBelow(final Path directory) throws IOException {
        final Path maps = Path.of("/proc/self/maps");
        if (!Files.exists(maps)) {
            return List.of();
        }
        final String root = directory.toRealPath().toString();
        return Stream.concat(
                        Files.readAllLines(maps).stream(),
                        Arrays.stream(Path.of("/proc/self/fd").toFile().listFiles())
                                .map(RecoveryTest::target))
                .filter(line -> line.contains(root))
                .toList();
    }

    private static String target(final java.io.File link) {
        try {
            return Files.readSymbolicLink(link.toPath()).toString();
        } catch (final IOException e) {
            return "";
        }
    }

    /** Every file with size and time, but for the lock, which each attempt writes. */
    private Map<String, List<Long>> files() throws IOException {
        final TreeMap<String, List<Long>> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (final Path file : all.filter(Files::isRegularFile)
                    .filter(path -> !path.endsWith(EngineLock.FILE_NAME))
                    .toList()) {
                files.put(
                        data.relativize(file).toString(),
                        List.of(
                                Files.size(file),
                                Files.getLastModifiedTime(file).toMillis()));
            }
        }
        return files;
    }
}
