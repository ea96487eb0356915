package io.millrace.engine.pipeline;

import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.StreamKind;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Counts the inputs of each feed that were dropped as repeats, until a FeedStatus record has told of them.
 *
 * <p>Engine thread; no allocation. What was dropped is not in the journal, so the record counts as an input: a replay
 * could not derive it.
 */
final class DuplicateTally {
    private final long[] droppedByFeed;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FeedStatusEncoder encoder = new FeedStatusEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(
            ByteBuffer.allocateDirect(MessageHeaderEncoder.ENCODED_LENGTH + FeedStatusEncoder.BLOCK_LENGTH));
    private long pending;
    private long total;

    DuplicateTally(final int maxFeeds) {
        droppedByFeed = new long[maxFeeds + 1];
    }

    void dropped(final int feedId) {
        droppedByFeed[feedId]++;
        pending++;
        total++;
    }

    /** Inputs dropped since the start. */
    long total() {
        return total;
    }

    boolean pending() {
        return pending > 0;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    /** Encodes what a feed has dropped and forgets it; 0 when it has dropped nothing. */
    int encode(final int feedId, final long eventTimeNs) {
        final long dropped = droppedByFeed[feedId];
        if (dropped == 0) {
            return 0;
        }
        droppedByFeed[feedId] = 0;
        pending -= dropped;
        encoder
                .wrapAndApplyHeader(buffer, 0, header)
                .eventTimeNs(eventTimeNs)
                .receiveTimeNs(0)
                .instrumentId(0)
                .feedId(feedId)
                .state(FeedState.DUPLICATE)
                .origin(FeedOrigin.FEED)
                .stream(StreamKind.NONE)
                .reserved((short) 0)
                .reserved2(0)
                .feedPosition(0)
                .fingerprint(0)
                .expected(0)
                .actual(0)
                .count(dropped);
        return MessageHeaderEncoder.ENCODED_LENGTH + FeedStatusEncoder.BLOCK_LENGTH;
    }
}
