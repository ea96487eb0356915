package io.millrace.tools.wiring;

import io.millrace.archiver.run.ArchiveProgress;
import io.millrace.archiver.run.ArchiveReport;
import io.millrace.archiver.run.Archiver;
import io.millrace.archiver.run.ArchiverConfig;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.feed.Pump;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.journal.time.Clocks;
import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.demo.SyntheticMarket;
import io.millrace.tools.view.JournalHighlights;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.concurrent.NanoClock;

/**
 * The main job, end to end, on a synthetic market: a run as fast as it goes, a short run at a steady pace for its latencies,
 * the archive, the proofs. The caller's thread does all of it. A run that is asked to stop ends it with a
 * {@link CancellationException}.
 */
public final class Demo {
    /** A session passes in about twelve seconds. */
    private static final Pace LATENCY_PACE = new Pace(2_000);

    private static final int LATENCY_DAYS = 1;
    private static final int SIGNALS_SHOWN = 8;

    /** Hears how the demo gets on. */
    public interface Listener {
        /** A step begins. */
        void step(String words);

        /** An engine is about to run. */
        void running(Pump pump);
    }

    /**
     * What it showed. Immutable.
     *
     * @param run at full speed, whose journal everything else is about
     * @param paced at a steady pace, in a directory of its own
     * @param pacedEventsPerSecond of that run
     */
    public record Outcome(
            EngineRun.Outcome run,
            EngineReport paced,
            double pacedEventsPerSecond,
            JournalHighlights highlights,
            ArchiveReport archive,
            Verification verification,
            long elapsedNs) {}

    private final Path directory;
    private final EngineConfig config;
    private final long seed;
    private final int days;

    /**
     * A demo in an empty directory.
     *
     * @param directory the data directory
     */
    public Demo(Path directory, EngineConfig config, long seed, int days) {
        this.directory = directory;
        this.config = config;
        this.seed = seed;
        this.days = days;
    }

    /** Where the paced run keeps its data; of no use afterwards. */
    public Path pacedDirectory() {
        return directory.resolve("paced");
    }

    /** Does it all; {@code databases} opens the database when its turn comes. */
    public Outcome execute(Function<Path, DatabaseHandle> databases, Listener listener) {
        NanoClock clock = Clocks.monotonic();
        long startNs = clock.nanoTime();
        listener.step("a synthetic market of " + days + " trading days, seed " + seed + ", as fast as it goes");
        Consumer<Pump> running = listener::running;
        EngineRun.Outcome run =
                EngineRun.execute(directory, config, new SyntheticMarket(seed, days).lanes(), Pace.MAX, running);
        requireWhole(run);

        listener.step("one day again at a steady pace, to see the latencies without a queue before them");
        EngineRun.Outcome paced = EngineRun.execute(
                pacedDirectory(), config, new SyntheticMarket(seed, LATENCY_DAYS).lanes(), LATENCY_PACE, running);
        requireWhole(paced);

        Path journal = directory.resolve("journal");
        JournalHighlights highlights = JournalHighlights.of(journal, SIGNALS_SHOWN);
        listener.step("into PostgreSQL");
        try (DatabaseHandle database = databases.apply(directory)) {
            ArchiveReport archived;
            try (Archiver archiver = Archiver.open(journal, database.target(), ArchiverConfig.defaults())) {
                archived = archiver.runOnce(ArchiveProgress.NONE);
            }
            listener.step("the proofs: read it all, run it all again, compare the archive");
            Verification verification = Verification.of(
                    new DataDirectory(directory), config, Optional.of(database.target()), step -> records -> {});
            return new Outcome(
                    run,
                    paced.engine(),
                    paced.eventsPerSecond(),
                    highlights,
                    archived,
                    verification,
                    clock.nanoTime() - startNs);
        }
    }

    private static void requireWhole(EngineRun.Outcome run) {
        if (run.stopped()) {
            throw new CancellationException("the demo was stopped before its end");
        }
    }
}
