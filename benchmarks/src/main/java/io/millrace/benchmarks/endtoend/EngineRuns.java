package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.load.Door;
import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.benchmarks.load.OpenLoop;
import io.millrace.benchmarks.load.OpenLoop.Sent;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.benchmarks.support.AllocationMeter;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.metrics.Stage;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;

/**
 * Runs one engine after the other under a load, each on a directory of its own that is deleted behind it. An engine that took
 * less than it was given is an error: it measured something else.
 *
 * <p>The calling thread is the feed thread.
 */
final class EngineRuns {
    private static final String ENGINE_THREAD = "millrace-engine";
    /** Input, outputs and frames, roughly. */
    static final long JOURNAL_BYTES_PER_EVENT = 128;

    private final ScratchDirectory scratch;
    private final NanoClock clock = Clocks.monotonic();
    private final OpenLoop generator = new OpenLoop(clock);

    EngineRuns(final ScratchDirectory scratch) {
        this.scratch = scratch;
    }

    /**
     * What a run at a rate has given.
     *
     * @param sent how the rate was held in the measured part
     * @param stages latencies from the due time, ns
     */
    record StageRun(Sent sent, Map<Stage, Histogram> stages) {
        /** Latencies up to the commit. */
        Histogram committed() {
            return stages.get(Stage.COMMITTED);
        }
    }

    /**
     * What a run as fast as it goes has given.
     *
     * @param eventsPerSecond from the first event to the commit of the last
     * @param windowEventsPerSecond the median of the windows, as the ring took them
     * @param windowBytes heap bytes that feed and engine thread allocated in each window
     * @param windowEvents events of a window
     * @param stages latencies of the whole run from the moment at which an event entered the ring, ns; a run is shorter than
     *     the second that the engine's log takes for an interval
     */
    record FullSpeedRun(
            double eventsPerSecond,
            double windowEventsPerSecond,
            long[] windowBytes,
            int windowEvents,
            Map<Stage, Histogram> stages) {}

    /** Runs at the rate of the load's shape; the first events warm up and are not counted. */
    StageRun atRate(
            final JournalMode mode,
            final Waiting waiting,
            final StandardLoad load,
            final long warmUpEvents,
            final long events) {
        final Path directory = scratch.fresh();
        try (Session session = open(directory, mode, waiting)) {
            return atRate(session, load, OpenLoop.of(load, Door.of(session.ingress())), warmUpEvents, events);
        } finally {
            ScratchDirectory.delete(directory);
        }
    }

    /**
     * Runs at a rate with an egress that hands signals and closed bars to a queue in memory, which the feed thread empties
     * between events.
     *
     * @param timePerEventTime how much longer than its event time the load takes
     */
    StageRun withEgress(
            final QueueEgress egress,
            final Waiting waiting,
            final StandardLoad load,
            final double timePerEventTime,
            final long warmUpEvents,
            final long events) {
        final Path directory = scratch.fresh();
        final EngineConfig config = LoadConfig.standard(waiting.overrides(), JournalMode.PROCESS.overrides());
        try (Session session = AssembledSession.withEgress(directory, config, egress)) {
            final OpenLoop.Target paced = OpenLoop.of(load, Door.of(session.ingress()), timePerEventTime);
            return atRate(session, load, egress.drainedBetween(paced), warmUpEvents, events);
        } finally {
            ScratchDirectory.delete(directory);
        }
    }

    private StageRun atRate(
            final Session session,
            final StandardLoad load,
            final OpenLoop.Target target,
            final long warmUpEvents,
            final long events) {
        load.restart();
        load.define(session.ingress());
        session.ingress().drain();
        generator.run(target, warmUpEvents);
        session.ingress().drain();
        final long fromMs = warmUpEvents == 0 ? 0 : session.startLatencyInterval();
        final Sent sent = session.priority().call(() -> generator.run(target, events));
        requireAll(session.finish(), warmUpEvents + events);
        return new StageRun(sent, StageLog.read(session.latencyDirectory(), fromMs, events));
    }

    /** Runs as fast as the engine takes it; the windows before the measured ones warm up. */
    FullSpeedRun atFullSpeed(
            final JournalMode mode,
            final Waiting waiting,
            final StandardLoad load,
            final int warmUpWindows,
            final int windows,
            final int windowEvents) {
        final Path reserve = scratch.reserve(2L * windows * windowEvents * JOURNAL_BYTES_PER_EVENT);
        final Path directory = scratch.fresh();
        try (Session session = open(directory, mode, waiting)) {
            load.restart();
            load.define(session.ingress());
            load.publish(session.ingress(), warmUpWindows * windowEvents);
            session.ingress().drain();
            // Memory that was free for seconds has to be backed again by the host of a virtual machine, at 9 µs a page.
            ScratchDirectory.delete(reserve);
            final AllocationMeter meter = AllocationMeter.ofCurrentThreadAnd(ENGINE_THREAD);
            final long[] bytes = new long[windows];
            final double[] rates = new double[windows];
            final long startNs = clock.nanoTime();
            long before = meter.bytes();
            long windowStartNs = startNs;
            for (int i = 0; i < windows; i++) {
                load.publish(session.ingress(), windowEvents);
                final long nowNs = clock.nanoTime();
                rates[i] = windowEvents * 1e9 / (nowNs - windowStartNs);
                windowStartNs = nowNs;
                final long after = meter.bytes();
                bytes[i] = after - before;
                before = after;
            }
            session.ingress().drain();
            final long elapsedNs = clock.nanoTime() - startNs;
            requireAll(session.finish(), (long) (warmUpWindows + windows) * windowEvents);
            return new FullSpeedRun(
                    windows * (double) windowEvents * 1e9 / elapsedNs,
                    Pairs.median(rates),
                    bytes,
                    windowEvents,
                    StageLog.read(session.latencyDirectory(), 0));
        } finally {
            ScratchDirectory.delete(directory);
        }
    }

    private static Session open(final Path directory, final JournalMode mode, final Waiting waiting) {
        final EngineConfig config = LoadConfig.standard(waiting.overrides(), mode.overrides());
        return mode == JournalMode.NONE
                ? AssembledSession.withoutJournal(directory, config)
                : new ProductSession(directory, config);
    }

    private static void requireAll(final long taken, final long offered) {
        if (taken != offered) {
            throw new IllegalStateException("the engine took " + taken + " of " + offered + " events");
        }
    }
}
