package io.millrace.tools.torture.twin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.Surroundings;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.recovery.BootReport;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.Generations;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.time.Clocks;
import io.millrace.tools.torture.Figure;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * An engine that is crashed at its appends and opened again until it has come to the end of its feeds.
 *
 * <p>A crash drops everything of the process: state, open batch, what was only said to be done. What is in the journal stays, or
 * loses its tail, as none of it was forced. The round's thread; the virtual clock is read by the engine's.
 */
final class CrashedRun {
    /** Crashes at the first append of each process that takes inputs. */
    static final long EVERY_APPEND = 0;

    /** Does not crash. */
    static final long UNINTERRUPTED = Long.MAX_VALUE;

    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long START_NS = 1_763_632_800_000_000_000L;
    private static final long APPENDS_PER_HOUR = 400;
    private static final int TORN_OF = 8;
    private static final int MOST_STARTS = 5_000;

    private final Round round;
    private final Path data;
    private final EngineConfig config;
    private final List<FeedLane> lanes;
    private final long longestRun;
    private final AtomicLong nowNs = new AtomicLong(START_NS);
    private long appends;
    private long acknowledged;
    private CrashingStore store;

    /**
     * A run in a directory of its own.
     *
     * @param longestRun appends after which a process crashes at the latest, {@link #EVERY_APPEND} or {@link #UNINTERRUPTED}
     */
    CrashedRun(Round round, Path data, EngineConfig config, List<FeedLane> lanes, long longestRun) {
        this.round = round;
        this.data = data;
        this.config = config;
        this.lanes = lanes;
        this.longestRun = longestRun;
    }

    /** Runs to the end of the feeds. */
    EngineReport execute() throws IOException {
        Files.createDirectories(data);
        Logger failures = (Logger) LoggerFactory.getLogger("io.millrace.engine.pipeline.EngineFailure");
        Level before = failures.getLevel();
        // Each crash is one line of the engine's log, and meant.
        failures.setLevel(Level.OFF);
        try {
            return liveOn();
        } finally {
            failures.setLevel(before);
        }
    }

    private EngineReport liveOn() throws IOException {
        for (int start = 0; start < MOST_STARTS; start++) {
            EngineReport report = live();
            if (report != null) {
                return report;
            }
            round.count(Figure.KILLS, 1);
            if (round.random().nextInt(TORN_OF) == 0) {
                tear();
            }
        }
        throw new IllegalStateException("the feeds have not come to their end in " + MOST_STARTS + " starts");
    }

    /** One life of the process; null when it has crashed. */
    private EngineReport live() {
        long crashAt = crashAt();
        boolean afterCommit = longestRun == EVERY_APPEND || round.random().nextBoolean();
        Surroundings surroundings = Surroundings.real(data);
        surroundings = new Surroundings(nowNs::get, surroundings.usableBytes(), journal -> {
            store = new CrashingStore(journal, this::tick, crashAt, afterCommit);
            return store;
        });
        store = null;
        long startNs = Clocks.monotonic().nanoTime();
        try (Engine engine = Engine.open(data, config, surroundings)) {
            recovered(engine.bootReport(), Clocks.monotonic().nanoTime() - startNs);
            new FeedPump(engine, lanes, Pace.MAX).run();
            return engine.stop(StopReason.FEED_ENDED);
        } catch (RuntimeException e) {
            if (store == null || !store.crashed()) {
                throw e;
            }
            round.count(Figure.EVENTS_ACKNOWLEDGED, Math.max(0, store.acknowledged() - acknowledged));
            acknowledged = Math.max(acknowledged, store.acknowledged());
            return null;
        }
    }

    /**
     * The first append of a process is its start; what the feeds have to say and its end follow in one or in two more, as it
     * happens. So some lives must be longer than that, or the feeds never come to their end.
     */
    private long crashAt() {
        if (longestRun == EVERY_APPEND) {
            return switch (round.random().nextInt(10)) {
                case 0 -> 5;
                case 1 -> 3;
                default -> 2;
            };
        }
        return longestRun == UNINTERRUPTED ? Long.MAX_VALUE : 1 + round.random().nextLong(longestRun);
    }

    private void recovered(BootReport boot, long elapsedNs) {
        Invariant.I1.require(
                boot.lastSequence() >= acknowledged,
                "the journal ends at sequence " + boot.lastSequence() + ", " + acknowledged + " was acknowledged");
        round.count(Figure.EVENTS_RECOVERED, boot.replayedRecords());
        round.count(Figure.RECOVERY_NS, elapsedNs);
    }

    /** Time goes on with the appends, by hours, so that the journal rolls. */
    private void tick() {
        if (++appends % APPENDS_PER_HOUR == 0) {
            nowNs.addAndGet(HOUR_NS);
        }
        nowNs.addAndGet(1_000_000);
    }

    /** A torn journal must be refused; then its good part goes on, and the feeds bring the rest again. */
    private void tear() throws IOException {
        DataDirectory directory = new DataDirectory(data);
        long torn = TornTail.tear(directory.journal(), round.random());
        if (torn == 0) {
            return;
        }
        round.count(Figure.CORRUPTIONS_INJECTED, 1);
        try (Engine engine = Engine.open(data, config)) {
            Invariant.I2.require(
                    false,
                    "a journal whose batch at sequence " + torn + " was torn was opened, up to sequence "
                            + engine.bootReport().lastSequence());
        } catch (JournalDamagedException expected) {
            round.count(Figure.CORRUPTIONS_DETECTED, 1);
        }
        Generations.Generation generation = new Generations(directory).begin();
        Invariant.I2.require(
                generation.lastGoodSequence() == torn - 1,
                "the good part ends at sequence " + generation.lastGoodSequence() + ", the batch at " + torn
                        + " was torn");
        acknowledged = generation.lastGoodSequence();
    }
}
