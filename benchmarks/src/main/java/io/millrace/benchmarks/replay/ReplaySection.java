package io.millrace.benchmarks.replay;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.load.LiveRun;
import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.Replay;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import org.agrona.concurrent.NanoClock;

/**
 * Replay of a journal on disk, everything computed again, every output compared and both digests with those of the engine, in turns with
 * an engine that takes the same load live. Main thread, which is the feed thread.
 */
public final class ReplaySection implements Section {
    private static final Waiting WAITING = Waiting.YIELDING;

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final int events = bench.effort().of(1 << 15, 1 << 21, 1 << 22);
        final int warmUp = bench.effort().of(1 << 10, 1 << 19, 1 << 19);
        final int pairs = bench.effort().of(1, 7, 15);
        final StandardLoad load = new StandardLoad(LoadShape.STANDARD);
        final EngineConfig config = LoadConfig.standard(WAITING.overrides());
        final Path kept = bench.scratch().fresh();
        bench.progress("a journal of " + (warmUp + events) + " events");
        final LiveRun written = LiveRun.on(kept, config, load, warmUp, events);
        replay(kept, config, written);
        bench.progress("replay and live engine, in turns");
        final Pairs<Double, Double> measured = Pairs.interleave(
                pairs, () -> replay(kept, config, written), () -> live(bench, config, load, warmUp, events));
        return SectionResult.builder()
                .row(Row.ratio(
                        Goal.REPLAY,
                        Unit.EVENTS_PER_SECOND,
                        measured.medianOfOurs(rate -> rate),
                        "live engine",
                        measured.medianOfOthers(rate -> rate),
                        measured.median((replay, live) -> replay / live),
                        "opening, reading, checksums, comparison of every output and both digests included; " + events
                                + " events, live " + WAITING.label() + ", " + pairs + " pairs"))
                .build();
    }

    private static double live(
            final Bench bench, final EngineConfig config, final StandardLoad load, final int warmUp, final int events) {
        final Path directory = bench.scratch().fresh();
        try {
            return LiveRun.on(directory, config, load, warmUp, events).eventsPerSecond();
        } finally {
            ScratchDirectory.delete(directory);
        }
    }

    private static double replay(final Path directory, final EngineConfig config, final LiveRun written) {
        final NanoClock clock = Clocks.monotonic();
        final long startNs = clock.nanoTime();
        try (Replay replay = new Replay(new DataDirectory(directory).journal(), config, sequence -> {})) {
            final ReplayReport report = replay.run();
            final long elapsedNs = clock.nanoTime() - startNs;
            if (!report.identical()
                    || report.stateDigest() != written.report().stateDigest()
                    || report.outputDigest() != written.report().outputDigest()
                    || report.replayed() < written.events()) {
                throw new IllegalStateException("the replay is not what the engine made: " + report);
            }
            return written.events() * 1e9 / elapsedNs;
        }
    }
}
