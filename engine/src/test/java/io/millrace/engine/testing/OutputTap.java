package io.millrace.engine.testing;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import io.millrace.engine.aeron.DriverDirectory;
import io.millrace.journal.record.Records;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;

/** A subscriber of an engine's egress with a thread of its own, which keeps the bytes of every message. */
public final class OutputTap implements AutoCloseable {
    /** A message as it came. */
    public record Message(long sequence, long previous, byte[] bytes) {}

    private final Aeron client;
    private final Subscription subscription;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final LongConsumer onSequence;
    private final Thread thread = new Thread(this::run, "output-tap");
    private volatile boolean closed;

    private OutputTap(final Path data, final String channel, final int streamId, final LongConsumer onSequence) {
        this.onSequence = onSequence;
        client = connect(data);
        subscription = client.addSubscription(channel, streamId);
    }

    /** A client of the driver that the engine on this data directory uses. */
    public static Aeron connect(final Path data) {
        return Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(DriverDirectory.link(data).toString())
                .errorHandler(problem -> System.err.println("client: " + problem.getMessage())));
    }

    /** Subscribes and waits for the engine. */
    public static OutputTap open(final Path data, final String channel, final int streamId)
            throws InterruptedException {
        return open(data, channel, streamId, sequence -> {});
    }

    /** The same; tells each sequence on the subscriber's thread, as soon as it is there. */
    public static OutputTap open(
            final Path data, final String channel, final int streamId, final LongConsumer onSequence)
            throws InterruptedException {
        final OutputTap tap = new OutputTap(data, channel, streamId, onSequence);
        while (!tap.subscription.isConnected()) {
            Thread.sleep(1);
        }
        // The publisher hears of its subscriber from the driver a little later.
        Thread.sleep(200);
        tap.thread.start();
        return tap;
    }

    private void run() {
        while (!closed) {
            if (subscription.poll(this::onFragment, 256) == 0) {
                LockSupport.parkNanos(10_000);
            }
        }
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        try {
            final long sequence = Records.sequence(buffer, offset);
            onSequence.accept(sequence);
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            messages.add(new Message(sequence, header.reservedValue(), bytes));
        } catch (final RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    /** What has come so far; throws what its listener has thrown. */
    public List<Message> messages() {
        if (failure.get() != null) {
            throw new AssertionError("the subscriber failed", failure.get());
        }
        return messages;
    }

    @Override
    public void close() {
        closed = true;
        while (thread.isAlive()) {
            Thread.onSpinWait();
        }
        client.close();
    }
}
