package io.millrace.tools.wiring;

import io.millrace.engine.aeron.AeronTransport;
import io.millrace.engine.aeron.AeronUnavailableException;
import io.millrace.engine.client.OutputHandler;
import io.millrace.engine.client.OutputSubscriber;
import io.millrace.engine.config.AeronAddress;
import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.tools.view.FollowedNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/**
 * The outputs of a running engine, as they are published: with names where the journal is at hand, with what was missed read
 * from there, and across restarts of the engine. One thread; {@link #requestStop} belongs to any.
 */
public final class FollowedOutputs implements AutoCloseable {
    private static final int RECORDS_PER_POLL = 64;
    private static final long RECONNECT_MS = 500;

    /** Is told of what comes, on the follower's thread. */
    public interface Listener {
        /** A record by names and values; false when nobody wants more. */
        boolean onRecord(Map<String, Object> record, boolean fromJournal);

        /** As {@link OutputHandler#onGap}. */
        void onGap(long afterSequence, long beforeSequence, boolean certain);

        /** The transport is lost; it is tried again until it is back. */
        void onLost(String problem);
    }

    /** What came. */
    public record Counts(long records, long gaps, long fromJournal) {}

    private final AeronTransport transport;
    private final AeronAddress address;
    private final FollowedNames names;
    private final boolean bars;
    private final Listener listener;
    private final OutputSubscriber subscriber;
    private final IdleStrategy idle;
    private long records;
    private long gaps;
    private long fromJournal;
    private long limit;
    private boolean enough;
    private volatile boolean stopRequested;

    private FollowedOutputs(
            AeronTransport transport, AeronAddress address, Path journalDirectory, boolean bars, Listener listener) {
        this.transport = transport;
        this.address = address;
        this.bars = bars;
        this.listener = listener;
        this.names = new FollowedNames(journalDirectory);
        this.idle = transport.idleStrategy();
        Set<Integer> kinds = bars
                ? Set.of(SignalDecoder.TEMPLATE_ID, BarClosedDecoder.TEMPLATE_ID)
                : Set.of(SignalDecoder.TEMPLATE_ID);
        this.subscriber = new OutputSubscriber(
                transport.subscribe(address),
                new Handler(),
                Files.isDirectory(journalDirectory) ? journalDirectory : null,
                kinds);
    }

    /**
     * Subscribes.
     *
     * @param driverDirectory of the media driver
     * @param journalDirectory the engine's, which may not be there
     * @throws AeronUnavailableException when no driver runs there
     */
    public static FollowedOutputs open(
            Path driverDirectory, AeronAddress address, Path journalDirectory, boolean bars, Listener listener) {
        AeronTransport transport = AeronTransport.join(driverDirectory);
        try {
            return new FollowedOutputs(transport, address, journalDirectory, bars, listener);
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /** True when numbers can be named. */
    public boolean knowsNames() {
        return names.known();
    }

    /** Follows until so many records came, nobody wants more, or a stop is asked for. */
    public Counts run(long mostRecords) {
        limit = mostRecords;
        while (!stopRequested && !enough) {
            if (subscriber.isLost()) {
                reconnect();
            } else {
                idle.idle(subscriber.poll(RECORDS_PER_POLL));
            }
        }
        return new Counts(records, gaps, fromJournal);
    }

    private void reconnect() {
        listener.onLost("the media driver is gone; waiting for it to come back");
        while (!stopRequested && subscriber.isLost()) {
            try {
                subscriber.use(transport.subscribe(address));
            } catch (AeronUnavailableException notYet) {
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RECONNECT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopRequested = true;
        }
    }

    /** Ends {@link #run} soon. */
    public void requestStop() {
        stopRequested = true;
    }

    @Override
    public void close() {
        subscriber.close();
        names.close();
        transport.close();
    }

    private final class Handler implements OutputHandler {
        @Override
        public void onRecord(
                long sequence, int templateId, DirectBuffer buffer, int offset, int length, boolean journaled) {
            boolean wanted =
                    templateId == SignalDecoder.TEMPLATE_ID || (bars && templateId == BarClosedDecoder.TEMPLATE_ID);
            if (enough || !wanted) {
                return;
            }
            records++;
            fromJournal += journaled ? 1 : 0;
            enough = !listener.onRecord(names.of(sequence, templateId, buffer, offset), journaled) || records >= limit;
        }

        @Override
        public void onGap(long afterSequence, long beforeSequence, boolean certain) {
            if (!enough) {
                gaps++;
                listener.onGap(afterSequence, beforeSequence, certain);
            }
        }
    }
}
