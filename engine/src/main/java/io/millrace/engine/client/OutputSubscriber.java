package io.millrace.engine.client;

import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.record.Records;
import io.millrace.journal.tail.BatchView;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;

/**
 * Reads what one engine publishes, notices what is missing, and reads that from the journal where it can.
 *
 * <p>Owned by the subscriber's thread; no allocation per record. Each message says in Aeron's reserved value which published
 * record came before it; when that is not the last one seen, something is missing. A drop at the very end shows with the next
 * record. Messages that are none of ours are passed over.
 */
public final class OutputSubscriber implements AutoCloseable {
    private static final int UNKNOWN = 0;

    private Subscription subscription;
    private final OutputHandler handler;
    private final Path journalDirectory;
    private final IntHashSet kinds = new IntHashSet();
    private final FragmentHandler fragments = this::onFragment;
    private JournalTailer tailer;
    private long lastSequence;
    private long hint;
    private long untilSequence;
    private RuntimeException failure;

    /**
     * Reads from a subscription, which it closes with itself.
     *
     * @param journalDirectory the engine's journal to fill gaps from; null where it is not at hand
     * @param templateIds kinds of records that the engine publishes and a gap is to be filled with
     */
    public OutputSubscriber(
            final Subscription subscription,
            final OutputHandler handler,
            final Path journalDirectory,
            final Set<Integer> templateIds) {
        this.subscription = subscription;
        this.handler = handler;
        this.journalDirectory = journalDirectory;
        kinds.addAll(templateIds);
    }

    /**
     * Takes what is there, at most so many messages; returns how many it took. Throws what the handler throws, and
     * {@code JournalDamagedException} when a gap cannot be read from the journal.
     */
    public int poll(final int limit) {
        final int taken = subscription.poll(fragments, limit);
        if (failure != null) {
            final RuntimeException thrown = failure;
            failure = null;
            throw thrown;
        }
        return taken;
    }

    /** Goes on over another subscription, when the transport of the last one was lost. */
    public void use(final Subscription next) {
        subscription.close();
        subscription = next;
    }

    /** True when the transport is lost. */
    public boolean isLost() {
        return subscription.isClosed();
    }

    /** Sequence of the newest record seen; 0 before the first. */
    public long lastSequence() {
        return lastSequence;
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (failure != null || length < Records.MIN_BYTES || !isOurs(buffer, offset)) {
            return;
        }
        try {
            onMessage(buffer, offset, length, header.reservedValue());
        } catch (final RuntimeException e) {
            // Aeron would give it to its own error handler and go on.
            failure = e;
        }
    }

    private static boolean isOurs(final DirectBuffer buffer, final int offset) {
        final int schemaId =
                buffer.getShort(offset + MessageHeaderDecoder.schemaIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                        & 0xFFFF;
        return schemaId == MessageHeaderDecoder.SCHEMA_ID;
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length, final long previous) {
        final long sequence = Records.sequence(buffer, offset);
        if (lastSequence != 0) {
            if (sequence <= lastSequence) {
                return;
            }
            if (previous == UNKNOWN || previous > lastSequence) {
                handler.onGap(lastSequence, sequence, previous != UNKNOWN);
                if (journalDirectory != null) {
                    refill(sequence);
                }
            }
        }
        lastSequence = sequence;
        handler.onRecord(sequence, Records.templateId(buffer, offset), buffer, offset, length, false);
    }

    /** Hands over the journal's records of the published kinds behind the last one seen and before this sequence. */
    private void refill(final long sequence) {
        if (tailer == null) {
            tailer = JournalTailer.open(journalDirectory);
        }
        tailer.seek(new JournalPosition(lastSequence, hint));
        untilSequence = sequence;
        // The record at hand was committed before it was published, so the journal holds all that is before it.
        while (tailer.position().sequence() < sequence - 1) {
            if (!tailer.poll(this::onBatch) && !tailer.knowsOfMore()) {
                return;
            }
        }
    }

    private void onBatch(final BatchView batch) {
        hint = batch.queueIndex();
        batch.forEach(this::onJournalRecord);
    }

    private void onJournalRecord(
            final long sequence, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (sequence > lastSequence && sequence < untilSequence && kinds.contains(templateId)) {
            lastSequence = sequence;
            handler.onRecord(sequence, templateId, buffer, offset, length, true);
        }
    }

    @Override
    public void close() {
        subscription.close();
        if (tailer != null) {
            tailer.close();
        }
    }
}
