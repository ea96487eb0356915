package io.millrace.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.LayoutKind;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.recovery.BootPlan.Way;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.engine.snapshot.SnapshotDirectory;
import io.millrace.engine.snapshot.SnapshotManifest;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.generation.JournalPrefix;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any snapshot and the tail behind it give what the whole journal gives; any other is passed over. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SnapshotRecoveryTest {
    private static final long SEED = 77;
    private static final EngineConfig CONFIG = Runs.quickConfig("batch.max-records", "16", "snapshot.enabled", "false");
    private static final List<MarketEvent> MARKET = new RandomMarket(9).ticks(2_000);

    @TempDir
    Path data;

    private DataDirectory directory;
    private SnapshotDirectory snapshots;
    private EngineReport whole;

    @BeforeEach
    void runWithAnUncleanEnd() {
        directory = new DataDirectory(data);
        snapshots = new SnapshotDirectory(directory.snapshots());
        whole = Runs.run(data, CONFIG, lanes(1_500));
        CleanMarker.remove(directory.state());
    }

    @Test
    void shouldGiveTheSameFromAnySnapshot() {
        final List<SnapshotManifest> written = write(20, SEED);
        assertThat(written).hasSizeGreaterThan(10);
        for (final SnapshotManifest manifest : written) {
            final BootReport boot = boot();
            assertThat(boot.way()).isEqualTo(Way.SNAPSHOT);
            assertThat(boot.snapshotSequence()).isEqualTo(manifest.sequence());
            assertThat(boot.replayedRecords()).isEqualTo(boot.lastSequence() - manifest.sequence());
            delete(snapshots.newestFirst().get(0));
        }
        assertThat(boot().way()).isEqualTo(Way.WHOLE_JOURNAL);
    }

    @Test
    void shouldPassOverADamagedSnapshotForTheOneBeforeIt() throws IOException {
        final List<SnapshotManifest> written = write(4, SEED);
        final Path newest = snapshots.newestFirst().get(0);
        final byte[] good = Files.readAllBytes(newest);
        final Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            final byte[] bad = good.clone();
            final int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(newest, bad);
            final BootPlan plan = new BootPlanner(directory, CONFIG).plan();
            assertThat(plan.snapshots().get(0).manifest())
                    .as("bit flipped in byte %d, seed %d", at, SEED)
                    .isEqualTo(written.get(1));
            assertThat(plan.passedOver()).singleElement().satisfies(each -> {
                assertThat(each.foreign()).isFalse();
                assertThat(each.reason()).contains("checksum");
            });
        }
        for (final int length : new int[] {0, 1, 15, 16, good.length / 2, good.length - 1}) {
            Files.write(newest, Arrays.copyOf(good, length));
            assertThat(new BootPlanner(directory, CONFIG)
                            .plan()
                            .snapshots()
                            .get(0)
                            .manifest())
                    .as("cut to %d bytes", length)
                    .isEqualTo(written.get(1));
        }
        final BootReport boot = boot();
        assertThat(boot.snapshotSequence()).isEqualTo(written.get(1).sequence());
        assertThat(boot.passedOver()).isEqualTo(1);
    }

    @Test
    void shouldSetAsideWhatIsOfAnotherJournal(@TempDir final Path other) throws IOException {
        write(2, SEED);
        Runs.run(other, CONFIG, lanes(1_500));
        final Path strange = new DataDirectory(other).snapshots();
        Files.createDirectories(strange);
        for (final Path file : snapshots.newestFirst()) {
            Files.move(file, strange.resolve(file.getFileName()));
        }
        CleanMarker.remove(new DataDirectory(other).state());
        try (Engine engine = Engine.open(other, CONFIG)) {
            assertThat(engine.bootReport().way()).isEqualTo(Way.WHOLE_JOURNAL);
            assertThat(engine.bootReport().passedOver()).isEqualTo(2);
        }
        try (Stream<Path> files = Files.list(strange)) {
            assertThat(files).hasSize(2).allMatch(file -> file.toString().endsWith(".snapshot.foreign"));
        }
    }

    @Test
    void shouldSetAsideWhatHoldsMoreThanTheJournal() throws IOException {
        final List<SnapshotManifest> written = write(3, SEED);
        // A power cut has taken the end of the journal: another run of the same engine, not as long.
        final DataDirectory shorter = new DataDirectory(data.resolve("shorter"));
        copyPrefix(written.get(1).sequence(), shorter);
        final BootPlan plan = new BootPlanner(shorter, CONFIG).plan();
        assertThat(plan.passedOver()).singleElement().satisfies(each -> {
            assertThat(each.foreign()).isTrue();
            assertThat(each.reason())
                    .isEqualTo("it holds records up to sequence "
                            + written.get(0).sequence() + ", the journal ends at "
                            + written.get(1).sequence() + ": what lies between is lost");
        });
        try (Engine engine = Engine.open(shorter.root(), CONFIG)) {
            assertThat(engine.bootReport().snapshotSequence())
                    .isEqualTo(written.get(1).sequence());
            assertThat(engine.bootReport().replayedRecords()).isZero();
        }
        assertThat(new SnapshotDirectory(shorter.snapshots()).newestFirst()).hasSize(2);
        final EngineReport again = Runs.run(shorter.root(), CONFIG, lanes(1_500));
        assertThat(again.stateDigest()).isEqualTo(whole.stateDigest());
        assertThat(again.outputDigest()).isEqualTo(whole.outputDigest());
    }

    @Test
    void shouldRefuseToStartAnewWhereASnapshotKnowsOfAJournal() throws IOException {
        write(1, SEED);
        try (Stream<Path> files = Files.list(directory.journal())) {
            files.forEach(SnapshotRecoveryTest::delete);
        }
        assertThatThrownBy(() -> Engine.open(data, CONFIG))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("is gone")
                .hasMessageContaining(".snapshot holds its records up to sequence");
    }

    @Test
    void shouldPassOverASnapshotOfAnotherLayout() {
        write(1, SEED);
        rewriteNewest(0, 1);
        assertThat(boot().way()).isEqualTo(Way.WHOLE_JOURNAL);
    }

    @Test
    void shouldPassOverASnapshotBehindAnotherBatchOfTheSameJournal() {
        write(1, SEED);
        rewriteNewest(1, 0);
        assertThat(new BootPlanner(directory, CONFIG).plan().passedOver())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.foreign()).isTrue();
                    assertThat(each.reason()).isEqualTo("the journal holds other records there");
                });
        assertThat(boot().way()).isEqualTo(Way.WHOLE_JOURNAL);
    }

    /** The same snapshot, as if the batch before it or the layout were others. */
    private void rewriteNewest(final int crcChange, final int layoutChange) {
        final Snapshot snapshot = SnapshotDirectory.read(snapshots.newestFirst().get(0), CONFIG);
        final SnapshotManifest was = snapshot.manifest();
        snapshots.write(
                new SnapshotManifest(
                        was.position(),
                        was.batchCrc() + crcChange,
                        was.journalId(),
                        was.engineId(),
                        was.layoutDigest() + layoutChange,
                        was.stateDigest(),
                        was.outputDigest(),
                        was.clockNs(),
                        was.wallTimeNs(),
                        was.codeVersion(),
                        was.configText()),
                snapshot.state());
    }

    @Test
    void shouldCarryASnapshotOverAChangeOfTheConfiguration() {
        write(3, SEED);
        final EngineConfig changed = Runs.quickConfig("bars", "[1s, 2s, 5s, 1m, 1h]", "snapshot.enabled", "false");
        try (Engine engine = Engine.open(data, changed)) {
            assertThat(engine.bootReport().way()).isEqualTo(Way.SNAPSHOT);
        }
        final EngineReport report = Runs.run(data, changed, lanes(2_000));
        final ReplayReport replay = Runs.replay(data);
        assertThat(replay.difference()).isEmpty();
        assertThat(replay.stateDigest()).isEqualTo(report.stateDigest());
        CleanMarker.remove(directory.state());
        // The configuration changed behind the snapshot: its replay goes over the change.
        try (Engine engine = Engine.open(data, changed)) {
            assertThat(engine.bootReport().way()).isEqualTo(Way.SNAPSHOT);
            assertThat(engine.state().digest()).isEqualTo(report.stateDigest());
        }
    }

    @Test
    void shouldCheckOnlyTheTailOfALargeJournal() {
        final List<SnapshotManifest> written = write(3, SEED);
        final BootPlan small = new BootPlanner(directory, CONFIG).plan();
        assertThat(small.checkedAfter()).isZero();
        final BootPlan large = new BootPlanner(directory, CONFIG, 1).plan();
        assertThat(large.checkedAfter()).isEqualTo(written.get(0).sequence() - 1);
        assertThat(large.end()).isEqualTo(small.end());
        assertThat(large.manifest()).isEqualTo(small.manifest());
        assertThat(large.recordsToReplay()).isEqualTo(small.recordsToReplay());
    }

    @ParameterizedTest
    @EnumSource(LayoutKind.class)
    void shouldWriteSnapshotsBesideTheRunningEngineAndTellTheJournal(final LayoutKind layout) {
        final EngineConfig withSnapshots =
                Runs.quickConfig("snapshot.every-records", "300", "snapshot.interval", "1d", "layout", layout.name());
        final EngineReport report;
        try (Engine engine = Engine.open(data, withSnapshots)) {
            new FeedPump(engine, lanes(1_900), Pace.MAX).run();
            // The file is there a moment before the engine is told of it, and the engine notes it with its next batch.
            final AtomicInteger events = new AtomicInteger(1_900);
            await().pollInSameThread().atMost(20, TimeUnit.SECONDS).until(() -> {
                new FeedPump(engine, lanes(Math.min(1_999, events.incrementAndGet())), Pace.MAX).run();
                engine.ingress().drain();
                return JournalVerifier.verify(directory.journal()).count(RecordKind.SNAPSHOT_TAKEN) > 0;
            });
            new FeedPump(engine, lanes(2_000), Pace.MAX).run();
            report = engine.stop(StopReason.FEED_ENDED);
        }
        final JournalSummary journal = JournalVerifier.verify(directory.journal());
        assertThat(journal.damage()).isEmpty();
        assertThat(journal.count(RecordKind.SNAPSHOT_TAKEN)).isPositive();
        final ReplayReport replay = Runs.replay(data);
        assertThat(replay.difference()).isEmpty();
        assertThat(replay.stateDigest()).isEqualTo(report.stateDigest());
        assertThat(replay.outputDigest()).isEqualTo(report.outputDigest());

        final Path without = data.resolve("without");
        Runs.run(without, CONFIG, lanes(1_500));
        Runs.run(without, CONFIG, lanes(1_900));
        final EngineReport plain = Runs.run(without, CONFIG, lanes(2_000));
        assertThat(plain.stateDigest()).isEqualTo(report.stateDigest());
        assertThat(plain.outputDigest()).isEqualTo(report.outputDigest());
        CleanMarker.remove(directory.state());
        try (Engine engine = Engine.open(data, CONFIG)) {
            assertThat(engine.bootReport().way()).isEqualTo(Way.SNAPSHOT);
            assertThat(engine.state().digest()).isEqualTo(report.stateDigest());
        }
    }

    @Test
    void shouldKeepTheNewestAndRemoveWhatIsUnfinished() throws IOException {
        final List<SnapshotManifest> written = write(6, SEED);
        final Path unfinished = directory.snapshots().resolve("00000000000000099999.snapshot.tmp");
        Files.write(unfinished, new byte[100]);
        snapshots.keep(3);
        assertThat(snapshots.newestFirst().stream().map(SnapshotDirectory::manifest))
                .containsExactlyElementsOf(written.subList(0, 3));
        assertThat(unfinished).doesNotExist();
    }

    /** Boots, which proves the digest of the state, and leaves everything as unclean as it was. */
    private BootReport boot() {
        final Recovered recovered = new Recovery(directory, CONFIG, () -> 0).recover();
        try (EngineState state = recovered.state()) {
            assertThat(state.digest()).isEqualTo(whole.stateDigest());
            assertThat(state.global().outputDigest()).isEqualTo(whole.outputDigest());
            return recovered.report();
        }
    }

    /** Writes snapshots at random batch ends; gives their manifests, the newest first. */
    private List<SnapshotManifest> write(final int count, final long seed) {
        final Random random = new Random(seed);
        final List<SnapshotManifest> written = new ArrayList<>();
        final long batches = JournalVerifier.verify(directory.journal()).batches();
        try (Replay replay = new Replay(directory.journal(), CONFIG, sequence -> {});
                JournalTailer tailer = replay.openTailer()) {
            for (long left = batches - 1; replay.step(tailer); left--) {
                if (replay.inputs() > 0 && random.nextInt((int) Math.max(left, 1)) < count - written.size()) {
                    final SnapshotManifest manifest = replay.manifest(1);
                    snapshots.write(manifest, replay.state().orElseThrow());
                    written.add(0, manifest);
                }
            }
        }
        return written;
    }

    private void copyPrefix(final long lastSequence, final DataDirectory target) throws IOException {
        JournalPrefix.copy(directory.journal(), lastSequence, target.journal());
        Files.createDirectories(target.snapshots());
        for (final Path file : snapshots.newestFirst()) {
            Files.copy(file, target.snapshots().resolve(file.getFileName()));
        }
    }

    private static List<FeedLane> lanes(final int events) {
        return List.of(
                ListFeed.lane("AAA", MARKET.subList(0, events), 1, position -> {}),
                ListFeed.lane("BBB", MARKET.subList(0, events / 2), 2, position -> {}));
    }

    private static void delete(final Path file) {
        try {
            Files.delete(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
