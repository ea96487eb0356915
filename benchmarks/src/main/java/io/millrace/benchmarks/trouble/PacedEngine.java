package io.millrace.benchmarks.trouble;

import io.millrace.benchmarks.endtoend.StageLog;
import io.millrace.benchmarks.load.Door;
import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.OpenLoop;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.engine.Engine;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.metrics.Stage;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.time.Clocks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** An engine at a fixed rate beside some neighbours. Main thread, which is the feed thread. */
public final class PacedEngine {
    /** Events per second. */
    public static final int RATE = 100_000;

    static final Waiting WAITING = Waiting.LATENCY;

    private final ScratchDirectory scratch;
    private final StandardLoad load = new StandardLoad(LoadShape.STANDARD.atRate(RATE));
    private final EngineConfig config;
    private final OpenLoop generator = new OpenLoop(Clocks.monotonic());
    private final int warmUpEvents;
    private final int events;

    /**
     * Engines of this load.
     *
     * @param warmUpEvents once before the neighbours begin and once after, not measured
     * @param events measured
     */
    PacedEngine(final ScratchDirectory scratch, final int warmUpEvents, final int events) {
        this(scratch, Map.of(), warmUpEvents, events);
    }

    /** The same with some settings of their own. */
    public PacedEngine(
            final ScratchDirectory scratch,
            final Map<String, String> settings,
            final int warmUpEvents,
            final int events) {
        this.scratch = scratch;
        this.config = LoadConfig.standard(WAITING.overrides(), settings);
        this.warmUpEvents = warmUpEvents;
        this.events = events;
    }

    /** Half of the measured events, at the priority of a feed thread, which no process may begin with. */
    private void run(final Engine engine, final OpenLoop.Target target) {
        engine.priority().run(() -> generator.run(target, events / 2));
    }

    /** What the start of a neighbour has written is on the disk before the time is taken: kernel threads that write back come before idle ones. */
    private static void writeBack() throws IOException, InterruptedException {
        new ProcessBuilder("sync").start().waitFor();
    }

    /** Latencies from the due time to the commit, ns. */
    public Histogram beside(final Neighbours neighbours) throws Exception {
        final Path directory = scratch.fresh();
        try (Engine engine = Engine.open(directory, config)) {
            load.restart();
            load.define(engine.ingress());
            engine.ingress().drain();
            final OpenLoop.Target target = OpenLoop.of(load, Door.of(engine.ingress()));
            generator.run(target, warmUpEvents);
            engine.ingress().drain();
            try (neighbours) {
                neighbours.begin(directory);
                writeBack();
                generator.run(target, warmUpEvents);
                neighbours.measured();
                final long fromMs = engine.startLatencyInterval();
                run(engine, target);
                neighbours.halfTime();
                run(engine, target);
                engine.stop(StopReason.FEED_ENDED);
                return StageLog.read(new DataDirectory(directory).latency(), fromMs, events)
                        .get(Stage.COMMITTED);
            }
        } finally {
            ScratchDirectory.delete(directory);
        }
    }
}
