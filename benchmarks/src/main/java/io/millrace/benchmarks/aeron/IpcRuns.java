package io.millrace.benchmarks.aeron;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.millrace.benchmarks.endtoend.AssembledSession;
import io.millrace.benchmarks.endtoend.Session;
import io.millrace.benchmarks.load.Door;
import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.OpenLoop;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.engine.aeron.AeronTransport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.egress.AeronEgress;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.SignalEncoder;
import io.millrace.journal.record.Records;
import io.millrace.journal.time.Clocks;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * One way over Aeron IPC, to the same subscriber with the same embedded driver: of signals that an engine has just committed, and of
 * messages of the same size that a thread sends as often.
 *
 * <p>Main thread, which sends events to the engine and polls whenever none is due.
 */
final class IpcRuns {
    /** Ends in bars dense enough for some signals in each second. */
    private static final LoadShape SHAPE = LoadShape.DENSE_BARS;

    private static final long EVENT_GAP_NS = 10_000;
    private static final int SIGNAL_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + SignalEncoder.BLOCK_LENGTH;
    private static final long CONNECT_NS = 10_000_000_000L;
    private static final int POLL_LIMIT = 16;
    private static final int MOST_MESSAGES = 1 << 20;
    private static final int TIME = 0;

    private final ScratchDirectory scratch;
    private final StandardLoad load = new StandardLoad(SHAPE);
    private final NanoClock clock = Clocks.monotonic();
    private final EngineConfig config;

    IpcRuns(final ScratchDirectory scratch) {
        this.scratch = scratch;
        config = LoadConfig.standard(
                Waiting.YIELDING.overrides(),
                Map.of(
                        "aeron.egress.enabled", "true",
                        "aeron.egress.bars", "false",
                        // An hour's allowance would be used up within the warm-up.
                        "limits.max-signals-per-hour", "1000000"));
    }

    /**
     * What a run of the engine has given.
     *
     * @param latencies from the commit of each signal to the subscriber
     * @param burstSizes signals of each batch that had any
     */
    record Signals(IpcLatencies latencies, int[] burstSizes) {}

    /** Runs an engine; the first events warm up. */
    Signals signals(final int warmUpEvents, final int events) {
        final Path directory = directory();
        try (AeronTransport transport = AeronTransport.open(config.aeron(), directory);
                ExclusivePublication publication =
                        transport.publish(config.aeron().egress().address());
                Subscription subscription =
                        transport.subscribe(config.aeron().egress().address());
                CountersFile counters = CountersFile.create(directory.resolve("counters-of-egress.dat"), 1, 0)) {
            connect(publication, subscription);
            final AeronEgress product = new AeronEgress(config.aeron().egress(), counters.allocate());
            product.use(publication);
            final StampedEgress egress = new StampedEgress(product, clock);
            final ReceiptTape tape = new ReceiptTape(MOST_MESSAGES);
            final FragmentHandler taken = (buffer, offset, length, header) -> {
                final long nowNs = clock.nanoTime();
                tape.add(Records.sequence(buffer, offset), nowNs);
            };
            long warmUpBatches;
            int warmUpSignals;
            try (Session session = AssembledSession.withEgress(directory, config, egress)) {
                load.restart();
                load.define(session.ingress());
                session.ingress().drain();
                final OpenLoop.Target target = new PolledLoad(session, subscription, taken);
                final OpenLoop generator = new OpenLoop(clock);
                generator.run(target, warmUpEvents);
                session.ingress().drain();
                warmUpBatches = egress.batches();
                warmUpSignals = tape.count();
                generator.run(target, events);
                session.finish();
            }
            return new Signals(latencies(tape, warmUpSignals, egress), egress.counts(warmUpBatches));
        } finally {
            ScratchDirectory.delete(directory);
        }
    }

    private static IpcLatencies latencies(final ReceiptTape tape, final int from, final StampedEgress egress) {
        final IpcLatencies latencies = new IpcLatencies();
        for (int i = from; i < tape.count(); i++) {
            final long sequence = tape.key(i);
            final long committedNs = egress.committedNs(sequence);
            latencies.record(tape.receivedNs(i) - committedNs, egress.isFirst(sequence));
        }
        return latencies;
    }

    /**
     * Latencies of bare messages, sent in bursts as the signals of a run were: as many at once under the time of the burst, as much
     * time between two.
     *
     * @param burstSizes messages of each burst, sent twice; the first time warms up
     */
    IpcLatencies bare(final int[] burstSizes, final long gapNs) throws InterruptedException {
        final Path directory = directory();
        try (AeronTransport transport = AeronTransport.open(config.aeron(), directory);
                ExclusivePublication publication =
                        transport.publish(config.aeron().egress().address());
                Subscription subscription =
                        transport.subscribe(config.aeron().egress().address())) {
            connect(publication, subscription);
            final int messages = Arrays.stream(burstSizes).sum();
            final ReceiptTape tape = new ReceiptTape(2 * messages);
            final FragmentHandler handler = (buffer, offset, length, header) -> {
                final long nowNs = clock.nanoTime();
                tape.add(buffer.getLong(offset + TIME), nowNs);
            };
            final AtomicReference<RuntimeException> failure = new AtomicReference<>();
            final Thread sender = new Thread(
                    () -> {
                        try {
                            send(publication, burstSizes, gapNs);
                            send(publication, burstSizes, gapNs);
                        } catch (final RuntimeException e) {
                            failure.set(e);
                        }
                    },
                    "bench-ipc-sender");
            sender.start();
            while (tape.count() < 2 * messages && failure.get() == null) {
                if (subscription.poll(handler, POLL_LIMIT) == 0) {
                    Thread.onSpinWait();
                }
            }
            sender.join();
            if (failure.get() != null) {
                throw failure.get();
            }
            final IpcLatencies latencies = new IpcLatencies();
            for (int i = messages; i < tape.count(); i++) {
                latencies.record(tape.receivedNs(i) - tape.key(i), tape.key(i) != tape.key(i - 1));
            }
            return latencies;
        } finally {
            ScratchDirectory.delete(directory);
        }
    }

    private void send(final ExclusivePublication publication, final int[] burstSizes, final long gapNs) {
        final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(SIGNAL_BYTES));
        long dueNs = clock.nanoTime();
        for (final int size : burstSizes) {
            dueNs += gapNs;
            while (clock.nanoTime() < dueNs) {
                YieldingIdleStrategy.INSTANCE.idle();
            }
            message.putLong(TIME, clock.nanoTime());
            for (int number = 0; number < size; number++) {
                offer(publication, message);
            }
        }
    }

    private static void offer(final ExclusivePublication publication, final UnsafeBuffer message) {
        long result = publication.offer(message, 0, SIGNAL_BYTES);
        while (result == Publication.ADMIN_ACTION) {
            result = publication.offer(message, 0, SIGNAL_BYTES);
        }
        if (result <= 0) {
            throw new IllegalStateException("a message was not taken: " + result);
        }
    }

    private Path directory() {
        final DataDirectory directory = new DataDirectory(scratch.fresh());
        directory.create();
        return directory.root();
    }

    private void connect(final ExclusivePublication publication, final Subscription subscription) {
        final long deadlineNs = clock.nanoTime() + CONNECT_NS;
        while (!publication.isConnected() || !subscription.isConnected()) {
            if (clock.nanoTime() > deadlineNs) {
                throw new IllegalStateException("publication and subscription have not found each other");
            }
            YieldingIdleStrategy.INSTANCE.idle();
        }
    }

    /** Events at a fixed distance; polls while none is due. */
    private final class PolledLoad implements OpenLoop.Target {
        private final Door door;
        private final Subscription subscription;
        private final FragmentHandler taken;
        private long sent;

        private PolledLoad(final Session session, final Subscription subscription, final FragmentHandler taken) {
            this.door = Door.of(session.ingress());
            this.subscription = subscription;
            this.taken = taken;
        }

        @Override
        public long nextDueNs() {
            return sent * EVENT_GAP_NS;
        }

        @Override
        public void send(final long dueNs) {
            load.publishNext(door, dueNs);
            sent++;
        }

        @Override
        public void idle() {
            subscription.poll(taken, POLL_LIMIT);
        }
    }

    /** Time between two events. */
    static long eventGapNs() {
        return EVENT_GAP_NS;
    }
}
