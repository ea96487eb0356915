package io.millrace.tools.wiring;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.FeedRejectedException;
import io.millrace.engine.feed.FeedTally;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.feed.Pump;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.concurrent.NanoClock;

/** An engine over feeds, from boot to orderly end. The caller's thread is the feed thread. */
public final class EngineRun {
    /**
     * What a run did. Immutable.
     *
     * @param published events published by this run, repeats included
     * @param elapsedNs from the first event to the last committed one, boot left out
     * @param stopped whether it was asked to stop before the feeds ended
     * @param rebuilt whether the boot had to make the state again from the journal
     */
    public record Outcome(
            EngineReport engine, FeedTally tally, long published, long elapsedNs, boolean stopped, boolean rebuilt) {
        /** Events published per second. */
        public double eventsPerSecond() {
            return elapsedNs == 0 ? 0 : published * 1e9 / elapsedNs;
        }
    }

    private EngineRun() {}

    /**
     * Runs until the feeds end or the pump is asked to stop.
     *
     * @param listener given the pump before the first event, to ask it for progress or to stop it
     */
    public static Outcome execute(
            Path dataDirectory, EngineConfig config, List<FeedLane> lanes, Pace pace, Consumer<Pump> listener) {
        return execute(dataDirectory, config, engine -> new FeedPump(engine, lanes, pace), listener);
    }

    /**
     * The same with any pump.
     *
     * @param pumps makes the pump of an open engine
     */
    public static Outcome execute(
            Path dataDirectory, EngineConfig config, Function<Engine, Pump> pumps, Consumer<Pump> listener) {
        NanoClock clock = Clocks.monotonic();
        try (Engine engine = Engine.open(dataDirectory, config)) {
            Pump pump = pumps.apply(engine);
            listener.accept(pump);
            long startNs = clock.nanoTime();
            try {
                pump.run();
            } catch (FeedRejectedException strict) {
                // What came before the rejected line is good and committed; the run ends in order, as failed.
                engine.stop(StopReason.FAILED);
                throw strict;
            }
            long elapsedNs = clock.nanoTime() - startNs;
            boolean stopped = pump.stopRequested();
            EngineReport report = engine.stop(stopped ? StopReason.REQUESTED : StopReason.FEED_ENDED);
            return new Outcome(
                    report, pump.totals(), pump.progress().published(), elapsedNs, stopped, engine.rebuilt());
        }
    }
}
