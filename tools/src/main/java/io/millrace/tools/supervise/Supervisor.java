package io.millrace.tools.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/**
 * Keeps children alive until told to stop, or until one cannot be kept alive. The caller's thread; {@link #requestStop} any.
 *
 * <p>A child starts when the condition given with it holds. At the end children are stopped in the order in which they were
 * added: each gets time to end in order before it is killed.
 */
public final class Supervisor {
    private static final long TICK_MS = 100;
    private static final long PATIENCE_MS = 30_000;

    private record Entry(SupervisedChild child, BooleanSupplier ready) {}

    private final List<Entry> entries = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final NanoClock clock;
    private final Consumer<String> events;

    /**
     * A supervisor without children.
     *
     * @param events told, in one line, what happens to a child
     */
    public Supervisor(NanoClock clock, Consumer<String> events) {
        this.clock = clock;
        this.events = events;
    }

    /** Adds a child, to be started when {@code ready} holds. */
    public void add(SupervisedChild child, BooleanSupplier ready) {
        entries.add(new Entry(child, ready));
    }

    /** Makes {@link #run} stop the children and return. */
    public void requestStop() {
        stop.countDown();
    }

    /**
     * Runs until a stop is asked for, {@code done} holds, or a child has failed for good.
     *
     * @param done asked at every look
     * @return the child that has failed, if one has
     */
    public Optional<SupervisedChild> run(BooleanSupplier done) {
        Optional<SupervisedChild> failed = Optional.empty();
        try {
            boolean stopped = false;
            while (!stopped && failed.isEmpty() && !done.getAsBoolean()) {
                look();
                failed = entries.stream()
                        .map(Entry::child)
                        .filter(child -> child.state() == SupervisedChild.State.FAILED)
                        .findFirst();
                stopped = stop.await(TICK_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            stopChildren();
        }
        return failed;
    }

    private void look() {
        long nowNs = clock.nanoTime();
        for (Entry entry : entries) {
            boolean waiting = entry.child().state() == SupervisedChild.State.WAITING;
            if (waiting && !entry.ready().getAsBoolean()) {
                continue;
            }
            try {
                String event = entry.child().tick(nowNs);
                if (event != null) {
                    events.accept(event);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot start " + entry.child().name(), failure);
            }
        }
    }

    private void stopChildren() {
        boolean interrupted = Thread.interrupted();
        for (Entry entry : entries) {
            try {
                entry.child().stop(PATIENCE_MS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
