package io.millrace.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.RetentionConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.recovery.BootPlan.Way;
import io.millrace.engine.recovery.RetentionPlan.Archive;
import io.millrace.engine.snapshot.SnapshotDirectory;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.MarketEvent;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.retention.JournalPart;
import io.millrace.journal.retention.JournalRetention;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.testing.Recut;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What retention leaves is enough to start from, to replay and to go on, and it never takes more than it may. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RetentionTest {
    private static final EngineConfig CONFIG = Runs.quickConfig("batch.max-records", "16", "snapshot.enabled", "false");
    private static final RetentionConfig REMOVE = new RetentionConfig(true, 1_000, 0, false, 0);
    private static final RetentionConfig COMPRESS = new RetentionConfig(true, 1_000, 100, true, 0);
    private static final long FAR_MS = 4_000_000_000_000L;
    private static final int RUNS = 3;
    private static final int EVENTS = 500;
    private static final int CYCLES = 8;
    private static final List<MarketEvent> MARKET = new RandomMarket(9).ticks((RUNS + 1) * EVENTS);

    @TempDir
    Path data;

    private DataDirectory directory;
    private SnapshotDirectory snapshots;
    private EngineReport last;
    private int batchesPerCycle;

    /** Eight cycles; the kept snapshots are at the ends of the fourth to the sixth. */
    @BeforeEach
    void runOverCycles() {
        directory = new DataDirectory(data.resolve("a"));
        snapshots = new SnapshotDirectory(directory.snapshots());
        for (int run = 1; run <= RUNS; run++) {
            last = Runs.run(directory.root(), CONFIG, lanes(run * EVENTS));
        }
        batchesPerCycle = Recut.count(directory.journal()) / CYCLES + 1;
        assertThat(Recut.hourly(directory.journal(), batchesPerCycle)).isEqualTo(CYCLES);
        CleanMarker.remove(directory.state());
        keepSnapshotsOf(4, 5, 6);
    }

    @Test
    void shouldRemoveWhatIsBeforeTheOldestKeptSnapshotAndStartAndReplayFromTheRest() {
        final long oldest = SnapshotDirectory.sequenceOf(snapshots.newestFirst().get(2));
        final List<JournalPart> before = parts();
        final RetentionPlan planned = retention(REMOVE).plan(Archive.NOT_DEMANDED, FAR_MS);
        assertThat(parts()).isEqualTo(before);
        final RetentionPlan done = retention(REMOVE).run(Archive.NOT_DEMANDED, FAR_MS);
        assertThat(done).isEqualTo(planned);
        assertThat(done.removed()).hasSize(3).allMatch(part -> part.lastSequence() < oldest);
        final JournalSummary journal = JournalVerifier.verify(directory.journal());
        assertThat(journal.damage()).isEmpty();
        assertThat(journal.firstSequence()).isEqualTo(done.firstSequence()).isBetween(2L, oldest);
        assertThat(retention(REMOVE).run(Archive.NOT_DEMANDED, FAR_MS).removed())
                .isEmpty();

        requireReplayFromTheOldest(oldest);
        try (Engine engine = Engine.open(directory.root(), CONFIG)) {
            assertThat(engine.bootReport().way()).isEqualTo(Way.SNAPSHOT);
            assertThat(engine.state().digest()).isEqualTo(last.stateDigest());
        }
        requireTheSameAsWithoutRetention();
    }

    @Test
    void shouldCompressWhatNoStartNeedsAndReadItAsBefore() {
        final RetentionPlan done = retention(COMPRESS).run(Archive.NOT_DEMANDED, 0);
        assertThat(done.compressed()).isEmpty();
        final long nowMs = parts().get(CYCLES - 2).endMs();
        assertThat(retention(COMPRESS).run(Archive.NOT_DEMANDED, nowMs).compressed())
                .hasSize(3);
        assertThat(JournalExtent.read(directory.journal()).coldFiles()).hasSize(3);
        assertThat(JournalVerifier.verify(directory.journal()).firstSequence()).isEqualTo(1);
        final ReplayReport replay = Runs.replay(directory.root());
        assertThat(replay.difference()).isEmpty();
        assertThat(replay.stateDigest()).isEqualTo(last.stateDigest());
        // Now they may go.
        assertThat(retention(REMOVE).run(Archive.NOT_DEMANDED, FAR_MS).removed())
                .hasSize(3)
                .allMatch(JournalPart::cold);
        requireTheSameAsWithoutRetention();
    }

    @Test
    void shouldKeepWhatIsNotArchived() {
        final List<JournalPart> parts = parts();
        for (final int archived : new int[] {0, 1, 2}) {
            final RetentionPlan plan =
                    retention(REMOVE).plan(new Archive(true, parts.get(archived).lastSequence() - 1), FAR_MS);
            assertThat(plan.removed()).isEmpty();
            assertThat(plan.reasons())
                    .anyMatch(reason ->
                            reason.startsWith(parts.get(archived).file() + " stays: the archive ends at sequence"));
        }
        assertThat(retention(REMOVE)
                        .plan(new Archive(true, parts.get(2).lastSequence()), FAR_MS)
                        .removed())
                .hasSize(3);
        assertThat(retention(REMOVE).run(new Archive(true, 0), FAR_MS).removed())
                .isEmpty();
        assertThat(parts()).isEqualTo(parts);
    }

    @Test
    void shouldKeepWhatIsYoung() {
        final RetentionConfig tenDays = new RetentionConfig(true, 1_000, 10, false, 0);
        final long endMs = parts().get(2).endMs();
        final long tenDaysMs = TimeUnit.DAYS.toMillis(10);
        assertThat(retention(tenDays)
                        .plan(Archive.NOT_DEMANDED, endMs + tenDaysMs - 1)
                        .removed())
                .isEmpty();
        assertThat(retention(tenDays)
                        .plan(Archive.NOT_DEMANDED, endMs + tenDaysMs)
                        .removed())
                .hasSize(3);
    }

    @Test
    void shouldRemoveUpToAnAnchorSoThatWhatIsLeftCanBeReplayed() {
        // An anchor at the end of the fourth cycle; two cycles later the kept snapshots are far behind it.
        final RetentionConfig old = new RetentionConfig(true, 1_000, 10, false, 0);
        assertThat(retention(old).run(Archive.NOT_DEMANDED, 0).newAnchor()).isPresent();
        final long anchor = SnapshotDirectory.sequenceOf(
                new SnapshotDirectory(directory.anchors()).newestFirst().get(0));
        keepSnapshotsOf(6, 7, 8);
        final long endMs = parts().get(3).endMs();
        final RetentionPlan done = retention(old).run(Archive.NOT_DEMANDED, endMs + TimeUnit.DAYS.toMillis(10));
        // Four cycles are old enough; the fourth has the anchor in it.
        assertThat(done.removed()).hasSize(3);
        assertThat(done.reasons()).anyMatch(reason -> reason.contains("wait for an anchor"));
        requireReplayFromTheOldest(anchor);
    }

    @Test
    void shouldTouchNothingWhileASnapshotIsDamagedOrTooFewAreThere() throws IOException {
        final List<JournalPart> before = parts();
        final Path newest = snapshots.newestFirst().get(0);
        final byte[] good = Files.readAllBytes(newest);
        Files.write(newest, new byte[100]);
        final RetentionPlan damaged = retention(REMOVE).run(Archive.NOT_DEMANDED, FAR_MS);
        assertThat(damaged.removed()).isEmpty();
        assertThat(damaged.reasons()).anyMatch(reason -> reason.contains(newest.toString()));
        Files.write(newest, good);
        snapshots.keep(1);
        assertThat(retention(REMOVE).run(Archive.NOT_DEMANDED, FAR_MS).reasons())
                .containsExactly("nothing is touched before there are 2 good snapshots; there is 1");
        snapshots.keep(0);
        assertThat(retention(REMOVE).run(Archive.NOT_DEMANDED, FAR_MS).removed())
                .isEmpty();
        assertThat(parts()).isEqualTo(before);
    }

    @Test
    void shouldStartFromTheAnchorAndThenSayWhatIsMissing() throws IOException {
        retention(REMOVE).run(Archive.NOT_DEMANDED, FAR_MS);
        for (final Path file : snapshots.newestFirst()) {
            Files.write(file, new byte[100]);
        }
        try (Engine engine = Engine.open(directory.root(), CONFIG)) {
            assertThat(engine.bootReport().way()).isEqualTo(Way.SNAPSHOT);
            assertThat(engine.state().digest()).isEqualTo(last.stateDigest());
        }
        final Path anchor =
                new SnapshotDirectory(directory.anchors()).newestFirst().get(0);
        Files.write(anchor, new byte[100]);
        CleanMarker.remove(directory.state());
        assertThatThrownBy(() -> Engine.open(directory.root(), CONFIG))
                .isInstanceOf(StateUnrecoverableException.class)
                .hasMessageContaining("begins at sequence")
                .hasMessageContaining(anchor.toString())
                .hasMessageContaining(snapshots.newestFirst().get(2).toString());
        assertThatThrownBy(() -> ReplayStart.of(directory, CONFIG, sequence -> {}))
                .isInstanceOf(StateUnrecoverableException.class);
        // Nothing was opened for writing, and the lock is free.
        EngineLock.acquire(directory.root()).close();
    }

    @Test
    void shouldBeAloneAndNotBesideANewGeneration() {
        try (EngineLock held = Retention.lock(directory)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> retention(REMOVE).run(Archive.NOT_DEMANDED, FAR_MS))
                    .isInstanceOf(EngineLockedException.class)
                    .hasMessageContaining("old cycles");
            assertThatThrownBy(() -> new Generations(directory).begin()).isInstanceOf(EngineLockedException.class);
            EngineLock.acquire(directory.root()).close();
        }
        assertThat(retention(REMOVE).run(Archive.NOT_DEMANDED, FAR_MS).removed())
                .isNotEmpty();
    }

    @Test
    void shouldGoOnWithTheGoodRecordsOfACutJournalAsANewGeneration() throws IOException {
        retention(REMOVE).run(Archive.NOT_DEMANDED, FAR_MS);
        final long first = JournalExtent.read(directory.journal()).firstSequence();
        final JournalPart damaged = parts().get(parts().size() - 1);
        final Path file = directory.journal().resolve(damaged.file());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // Within the payload of the last batch.
            channel.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, -1}), damaged.usedBytes() + 100);
        }
        assertThat(JournalVerifier.verify(directory.journal()).damage()).isPresent();
        final Generations.Generation generation = new Generations(directory).begin();
        final JournalSummary next = JournalVerifier.verify(directory.journal());
        assertThat(next.damage()).isEmpty();
        assertThat(next.firstSequence()).isEqualTo(first);
        assertThat(next.end().sequence()).isEqualTo(generation.lastGoodSequence());
        try (Engine engine = Engine.open(directory.root(), CONFIG)) {
            assertThat(engine.bootReport().way()).isEqualTo(Way.SNAPSHOT);
        }
    }

    private void requireReplayFromTheOldest(final long snapshotSequence) {
        final ReplayStart start = ReplayStart.of(directory, CONFIG, sequence -> {});
        try (Replay replay = start.replay()) {
            assertThat(start.snapshotSequence()).isEqualTo(snapshotSequence);
            final ReplayReport report = replay.run();
            assertThat(report.difference()).isEmpty();
            assertThat(report.stateDigest()).isEqualTo(last.stateDigest());
        }
    }

    /** The same feed over the same runs on a directory of its own ends with the same digests. */
    private void requireTheSameAsWithoutRetention() {
        final EngineReport after = Runs.run(directory.root(), CONFIG, lanes((RUNS + 1) * EVENTS));
        EngineReport whole = null;
        for (int run = 1; run <= RUNS + 1; run++) {
            whole = Runs.run(data.resolve("b"), CONFIG, lanes(run * EVENTS));
        }
        assertThat(after.stateDigest()).isEqualTo(whole.stateDigest());
        assertThat(after.outputDigest()).isEqualTo(whole.outputDigest());
    }

    private Retention retention(final RetentionConfig rules) {
        return new Retention(directory, Runs.quickConfig(), rules);
    }

    private List<JournalPart> parts() {
        return new JournalRetention(directory.journal()).parts();
    }

    /** Snapshots at the last batch but one of these cycles, and no others. */
    private void keepSnapshotsOf(final int... cycles) {
        snapshots.keep(0);
        try (Replay replay = new Replay(directory.journal(), CONFIG, sequence -> {});
                JournalTailer tailer = replay.openTailer()) {
            int batches = 0;
            for (final int cycle : cycles) {
                while (batches < cycle * batchesPerCycle - 1 && replay.step(tailer)) {
                    batches++;
                }
                snapshots.write(replay.manifest(cycle), replay.state().orElseThrow());
            }
        }
    }

    private static List<FeedLane> lanes(final int events) {
        return List.of(
                ListFeed.lane("AAA", MARKET.subList(0, events), 1, position -> {}),
                ListFeed.lane("BBB", MARKET.subList(0, events / 2), 2, position -> {}));
    }
}
