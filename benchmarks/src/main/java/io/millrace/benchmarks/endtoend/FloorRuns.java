package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.floor.Excerpts;
import io.millrace.benchmarks.floor.PacedAppend;
import io.millrace.benchmarks.load.OpenLoop;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.benchmarks.ring.RingLane;
import io.millrace.benchmarks.support.LatencyTape;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.engine.thread.EventPriority;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;

/**
 * Runs the floors under the engine's generator, load and rate.
 *
 * <p>The calling thread is the feed thread.
 */
final class FloorRuns {
    private static final int RING_SIZE = 16_384;
    /** The load brings a tick of the timer each second, which a floor takes like an event. */
    private static final int ROOM_FOR_TICKS = 1_024;

    private final ScratchDirectory scratch;
    private final NanoClock clock = Clocks.monotonic();
    private final OpenLoop generator = new OpenLoop(clock);

    FloorRuns(final ScratchDirectory scratch) {
        this.scratch = scratch;
    }

    /** A bare ring of the engine's slots: latencies from the due time to the consumer's stamp. */
    Histogram hop(final Waiting waiting, final StandardLoad load, final int warmUpEvents, final int events) {
        final LatencyTape tape = new LatencyTape(warmUpEvents + events + ROOM_FOR_TICKS);
        try (EventPriority priority = waiting.priority();
                RingLane lane = new RingLane(
                        RING_SIZE,
                        waiting.kind(),
                        priority,
                        (slot, sequence, endOfBatch) -> tape.add(clock.nanoTime() - slot.receivedNs()))) {
            load.restart();
            final OpenLoop.Target target = OpenLoop.of(load, lane);
            priority.run(() -> {
                generator.run(target, warmUpEvents);
                generator.run(target, events);
            });
        }
        return tape.histogram(warmUpEvents);
    }

    /** A bare append of each event on the feed thread itself. */
    Histogram append(final Waiting waiting, final StandardLoad load, final int warmUpEvents, final int events) {
        final LatencyTape tape = new LatencyTape(warmUpEvents + events + ROOM_FOR_TICKS);
        final Path directory = scratch.fresh();
        try (EventPriority priority = waiting.priority();
                Excerpts excerpts = new Excerpts(directory)) {
            load.restart();
            final OpenLoop.Target target = OpenLoop.of(load, new PacedAppend(excerpts, tape, clock));
            priority.run(() -> {
                generator.run(target, warmUpEvents);
                generator.run(target, events);
            });
        } finally {
            ScratchDirectory.delete(directory);
        }
        return tape.histogram(warmUpEvents);
    }

    /** Both, one behind the other: a bare ring whose consumer appends each event. The plain way to journal a feed. */
    Histogram hopAndAppend(final Waiting waiting, final StandardLoad load, final int warmUpEvents, final int events) {
        final LatencyTape tape = new LatencyTape(warmUpEvents + events + ROOM_FOR_TICKS);
        final Path directory = scratch.fresh();
        try (EventPriority priority = waiting.priority();
                Excerpts excerpts = new Excerpts(directory);
                RingLane lane = new RingLane(RING_SIZE, waiting.kind(), priority, (slot, sequence, endOfBatch) -> {
                    excerpts.append(slot.buffer().addressOffset(), slot.length());
                    tape.add(clock.nanoTime() - slot.receivedNs());
                })) {
            load.restart();
            final OpenLoop.Target target = OpenLoop.of(load, lane);
            priority.run(() -> {
                generator.run(target, warmUpEvents);
                generator.run(target, events);
            });
        } finally {
            ScratchDirectory.delete(directory);
        }
        return tape.histogram(warmUpEvents);
    }
}
