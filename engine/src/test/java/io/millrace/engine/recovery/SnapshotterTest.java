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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The thread gives way to everything else, but not for ever. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@EnabledOnOs(OS.LINUX)
class SnapshotterTest {
    private static final String SCHED_OTHER = "0";
    private static final String SCHED_IDLE = "5";
    /** As much of the thread's name as the system keeps. */
    private static final String THREAD_NAME = "millrace-snapsh";

    private static final EngineConfig CONFIG = Runs.quickConfig("batch.max-records", "16", "snapshot.enabled", "false");
    private static final SnapshotConfig EVERY_HUNDRED = new SnapshotConfig(true, 100, 10, 3);

    @TempDir
    Path data;

    @Test
    void shouldGoOnAtOrdinaryPriorityWhenItFallsFarBehind() throws Exception {
        final DataDirectory directory = new DataDirectory(data);
        final List<FeedLane> lanes =
                List.of(ListFeed.lane("BTCUSDT", new RandomMarket(9).ticks(2_000), 1, position -> {}));
        final long end = Runs.run(data, CONFIG, lanes).lastSequence();
        final AtomicLong journalEnd = new AtomicLong();
        try (Snapshotter snapshotter = new Snapshotter(
                directory,
                EVERY_HUNDRED,
                new Replay(directory.journal(), CONFIG, sequence -> {}),
                new SnapshotNotes(),
                Clocks.epoch(),
                journalEnd::get)) {
            assertThat(snapshotter).isNotNull();
            await().untilAsserted(() -> assertThat(policies()).containsExactly(SCHED_IDLE));
            final SnapshotDirectory snapshots = new SnapshotDirectory(directory.snapshots());
            await().atMost(60, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(SnapshotDirectory.sequenceOf(
                                    snapshots.newestFirst().get(0)))
                            .isGreaterThan(end - EVERY_HUNDRED.everyRecords()));
            assertThat(policies()).as("it is not behind").containsExactly(SCHED_IDLE);

            journalEnd.set(end + 17L * EVERY_HUNDRED.everyRecords());
            // Until then it runs only where a processor is idle, which a busy machine has rarely.
            await().atMost(60, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(policies()).containsExactly(SCHED_OTHER));
            Files.delete(snapshots.newestFirst().get(0));
        }
        assertThat(policies()).as("closed").isEmpty();
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
