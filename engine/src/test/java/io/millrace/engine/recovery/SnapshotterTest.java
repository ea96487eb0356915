package io.millrace.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.SnapshotConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.snapshot.SnapshotDirectory;
import io.millrace.engine.snapshot.SnapshotNotes;
import io.millrace.engine.testing.ListFeed;
import io.millrace.engine.testing.RandomMarket;
import io.millrace.engine.testing.Runs;
import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.agrona.concurrent.EpochNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The thread that follows gives way to everything else, but not for ever: another one catches up. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@EnabledOnOs(OS.LINUX)
class SnapshotterTest {
    private static final String SCHED_OTHER = "0";
    private static final String SCHED_IDLE = "5";
    /** As much of the thread's name as the system keeps. */
    private static final String THREAD_NAME = "millrace-snapsh";

    private static final String FOLLOWING = "millrace-snapshots";
    private static final String CATCHING_UP = "millrace-snapshots-2";

    private static final EngineConfig CONFIG = Runs.quickConfig("batch.max-records", "16", "snapshot.enabled", "false");
    private static final int EVERY_RECORDS = 100;
    private static final SnapshotConfig EVERY_HUNDRED = new SnapshotConfig(true, EVERY_RECORDS, 86_400_000, 3);
    private static final long SLOW_MS = 60;

    @TempDir
    Path data;

    private final AtomicLong journalEnd = new AtomicLong();
    /** By whom the snapshots were taken. */
    private final List<String> takers = new CopyOnWriteArrayList<>();

    @Test
    void shouldFollowWhereAProcessorIsIdle() throws Exception {
        final long end = journal(500);
        // An engine that is never quiet and never far ahead.
        try (Snapshotter snapshotter = snapshotter(() -> journalEnd.incrementAndGet() % EVERY_RECORDS)) {
            assertThat(snapshotter).isNotNull();
            await().untilAsserted(() -> assertThat(policies()).containsExactlyInAnyOrder(SCHED_OTHER, SCHED_IDLE));
            awaitSnapshotNear(end);
        }
        assertThat(takers).containsOnly(FOLLOWING);
        // The system is a moment behind the end of a thread.
        await().until(() -> policies().isEmpty());
    }

    @Test
    void shouldCatchUpAtOrdinaryPriorityWhenItIsFarBehind() throws Exception {
        final long end = journal(1_500);
        try (Snapshotter snapshotter = snapshotter(() -> journalEnd.incrementAndGet() + end + 17L * EVERY_RECORDS)) {
            assertThat(snapshotter).isNotNull();
            awaitSnapshotNear(end);
        }
        assertThat(takers).endsWith(CATCHING_UP);
    }

    @Test
    void shouldCatchUpAtOrdinaryPriorityWhenTheEngineIsQuiet() throws Exception {
        final long end = journal(500);
        try (Snapshotter snapshotter = snapshotter(() -> end)) {
            assertThat(snapshotter).isNotNull();
            awaitSnapshotNear(end);
        }
        assertThat(takers).contains(CATCHING_UP);
    }

    @Test
    void shouldGiveTheProcessorBackWhenTheEngineIsNotQuietAnyMore() throws Exception {
        final long end = journal(500);
        final AtomicBoolean quiet = new AtomicBoolean(true);
        final LongSupplier engine = () -> {
            quiet.compareAndSet(true, !takers.contains(CATCHING_UP));
            return quiet.get() ? end : end + journalEnd.incrementAndGet() % EVERY_RECORDS;
        };
        try (Snapshotter snapshotter = snapshotter(engine)) {
            assertThat(snapshotter).isNotNull();
            awaitSnapshotNear(end);
        }
        assertThat(takers).filteredOn(CATCHING_UP::equals).hasSize(1);
    }

    private long journal(final int ticks) throws Exception {
        final List<FeedLane> lanes =
                List.of(ListFeed.lane("BTCUSDT", new RandomMarket(9).ticks(ticks), 1, position -> {}));
        return Runs.run(data, CONFIG, lanes).lastSequence();
    }

    private Snapshotter snapshotter(final LongSupplier engine) {
        final EpochNanoClock clock = Clocks.epoch();
        return new Snapshotter(
                new DataDirectory(data),
                EVERY_HUNDRED,
                new Replay(new DataDirectory(data).journal(), CONFIG, sequence -> {}),
                new SnapshotNotes(),
                () -> {
                    takers.add(Thread.currentThread().getName());
                    // So long that the other thread looks meanwhile.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLOW_MS));
                    return clock.nanoTime();
                },
                engine);
    }

    /** It runs only where a processor is idle, which a busy machine has rarely. */
    private void awaitSnapshotNear(final long end) {
        final SnapshotDirectory snapshots = new SnapshotDirectory(new DataDirectory(data).snapshots());
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> snapshots.newestFirst().stream()
                        .anyMatch(file -> SnapshotDirectory.sequenceOf(file) > end - 2 * EVERY_RECORDS));
    }

    /** Field 41 of proc_pid_stat(5), of the threads with the name. */
    private static List<String> policies() throws IOException {
        final List<String> policies = new ArrayList<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (final Path thread : threads.toList()) {
                try {
                    final String stat = Files.readString(thread.resolve("stat"));
                    if (stat.contains('(' + THREAD_NAME)) {
                        policies.add(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[38]);
                    }
                } catch (final NoSuchFileException ended) {
                    // A thread that has ended meanwhile has no policy.
                }
            }
        }
        return policies;
    }
}
