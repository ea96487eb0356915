package io.millrace.benchmarks.load;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import org.agrona.concurrent.NanoClock;

/**
 * An engine that has run as fast as it goes on a new data directory, which it leaves behind cleanly closed.
 *
 * @param eventsPerSecond from the first measured event to the commit of the last
 * @param events trades and quotes, those of the warm-up included
 * @param report where the engine stood at its end
 */
public record LiveRun(double eventsPerSecond, long events, EngineReport report) {
    /** Runs it on the calling thread, which is the feed thread. An engine that took less than it was given is an error. */
    public static LiveRun on(
            final Path directory,
            final EngineConfig config,
            final StandardLoad load,
            final int warmUpEvents,
            final int events) {
        final NanoClock clock = Clocks.monotonic();
        try (Engine engine = Engine.open(directory, config)) {
            load.restart();
            load.define(engine.ingress());
            load.publish(engine.ingress(), warmUpEvents);
            engine.ingress().drain();
            final long startNs = clock.nanoTime();
            load.publish(engine.ingress(), events);
            engine.ingress().drain();
            final long elapsedNs = clock.nanoTime() - startNs;
            final EngineReport report = engine.stop(StopReason.FEED_ENDED);
            final long offered = (long) warmUpEvents + events;
            if (report.eventsIn() != offered || report.duplicates() != 0) {
                throw new IllegalStateException("the engine was given " + offered + " events: " + report);
            }
            return new LiveRun(events * 1e9 / elapsedNs, offered, report);
        }
    }
}
