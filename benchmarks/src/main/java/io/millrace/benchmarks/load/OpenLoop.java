package io.millrace.benchmarks.load;

import org.agrona.concurrent.NanoClock;

/**
 * The open-loop generator: sends each event at its due time or as soon after as it can, and never waits for an answer. What is late
 * stays late until it has caught up, so a stall costs every event that it delays; latency counts from the due time.
 *
 * <p>Owned by the feed thread, which spins between events. No allocation while it runs.
 */
public final class OpenLoop {
    /** Behind by more than this part of the run at its end means that the rate was not held. */
    private static final double TOLERANCE = 0.01;

    /** An event this late was delayed by more than the one before it. */
    private static final long LATE_NS = 10_000;

    private final NanoClock clock;

    public OpenLoop(final NanoClock clock) {
        this.clock = clock;
    }

    /** What is driven: a load and a door, or a peer with its own way in. */
    public interface Target {
        /** When the next event is due, ns after the first run began; never decreases. */
        long nextDueNs();

        /** Sends the next event. */
        void send(long dueNs);

        /** Something small to do while nothing is due. */
        default void idle() {
            Thread.onSpinWait();
        }
    }

    /** A load through a door, at the rate of its event time. */
    public static Target of(final StandardLoad load, final Door door) {
        return of(load, door, 1.0);
    }

    /**
     * A load through a door, faster or slower than its event time.
     *
     * @param timePerEventTime 0.5 sends the events of a second of event time within half a second
     */
    public static Target of(final StandardLoad load, final Door door, final double timePerEventTime) {
        return new Target() {
            @Override
            public long nextDueNs() {
                return (long) (load.nextDueNs() * timePerEventTime);
            }

            @Override
            public void send(final long dueNs) {
                load.publishNext(door, dueNs);
            }
        };
    }

    /**
     * Sends so many events. A further call goes on with the target's next event, which is then due at once.
     *
     * @return how well the rate was held
     */
    public Sent run(final Target target, final long events) {
        final long startNs = clock.nanoTime() - target.nextDueNs();
        final long firstNs = startNs + target.nextDueNs();
        long nowNs = firstNs;
        long dueNs = firstNs;
        long late = 0;
        long worstNs = 0;
        for (long i = 0; i < events; i++) {
            dueNs = startNs + target.nextDueNs();
            if (nowNs < dueNs) {
                nowNs = clock.nanoTime();
                while (nowNs < dueNs) {
                    target.idle();
                    nowNs = clock.nanoTime();
                }
                final long lateNs = nowNs - dueNs;
                worstNs = Math.max(worstNs, lateNs);
                if (lateNs > LATE_NS) {
                    late++;
                }
            }
            target.send(dueNs);
        }
        return new Sent(events, firstNs, dueNs, clock.nanoTime(), late, worstNs);
    }

    /**
     * What was sent. Immutable; any thread.
     *
     * @param events how many
     * @param firstDueNs when the first was due, ns of the monotonic clock
     * @param lastDueNs when the last was due
     * @param lastSentNs when the last was sent
     * @param lateSends events that the generator itself found overdue when it came to them
     * @param worstLateNs the longest it was behind when it came to an event, ns
     */
    public record Sent(
            long events, long firstDueNs, long lastDueNs, long lastSentNs, long lateSends, long worstLateNs) {
        /** Events per second as they went out. */
        public double eventsPerSecond() {
            return events * 1e9 / Math.max(1, lastSentNs - firstDueNs);
        }

        /** False when it was far behind at the end: latencies then tell of the queue, not of the engine. */
        public boolean rateHeld() {
            return lastSentNs - lastDueNs <= TOLERANCE * (lastDueNs - firstDueNs);
        }
    }
}
