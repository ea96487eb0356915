package io.millrace.engine.pipeline;

import io.millrace.engine.event.RingSlot;
import io.millrace.journal.codec.ExternalBarDecoder;
import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusEncoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.QuoteDecoder;
import io.millrace.journal.codec.StreamKind;
import io.millrace.journal.codec.TradeDecoder;
import io.millrace.journal.record.Records;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Market events that no start has got past, by their digests: in their place the journal gets a FeedStatus QUARANTINED with the
 * digest, the position in the feed and the number of starts that failed.
 *
 * <p>Owned by the feed thread. Only where there is such an event does an input cost a digest.
 */
public final class SetAside {
    private static final int RECEIVE_TIME_OFFSET = Records.HEADER_BYTES + 2 * Long.BYTES;
    private static final int EVENT_TIME_OFFSET = Records.HEADER_BYTES + Long.BYTES;

    private final Map<Long, Integer> failuresByDigest;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final QuoteDecoder quote = new QuoteDecoder();
    private final ExternalBarDecoder bar = new ExternalBarDecoder();

    /**
     * Sets inputs aside.
     *
     * @param failuresByDigest starts that failed, by the digest of the input
     */
    public SetAside(final Map<Long, Integer> failuresByDigest) {
        this.failuresByDigest = Map.copyOf(failuresByDigest);
    }

    /** Digest of a market event without what differs each time that it is offered; the buffer must be off-heap. */
    public static long digestOf(final DirectBuffer input, final int length) {
        final int rest = RECEIVE_TIME_OFFSET + Long.BYTES;
        return Records.fold(
                Records.fold(Records.templateId(input, 0), Records.hash(input, EVENT_TIME_OFFSET, Long.BYTES)),
                Records.hash(input, rest, length - rest));
    }

    /** True for a trade, a quote or a venue bar: what comes behind the others relies on them. */
    public static boolean mayBe(final DirectBuffer input) {
        final int templateId = Records.templateId(input, 0);
        return templateId == TradeDecoder.TEMPLATE_ID
                || templateId == QuoteDecoder.TEMPLATE_ID
                || templateId == ExternalBarDecoder.TEMPLATE_ID;
    }

    /** Replaces the input in a slot where it is one of those; gives the length of what is in the slot now. */
    int replace(final RingSlot slot, final int length) {
        if (!mayBe(slot.buffer())) {
            return length;
        }
        final long digest = digestOf(slot.buffer(), length);
        final Integer failures = failuresByDigest.get(digest);
        return failures == null ? length : encode(slot.buffer(), digest, failures);
    }

    private int encode(final UnsafeBuffer slot, final long digest, final int failures) {
        final long eventTimeNs = Records.eventTimeNs(slot, 0);
        final int instrumentId;
        final int feedId;
        final long feedPosition;
        final long receiveTimeNs;
        final StreamKind stream;
        switch (Records.templateId(slot, 0)) {
            case TradeDecoder.TEMPLATE_ID -> {
                trade.wrapAndApplyHeader(slot, 0, header);
                instrumentId = trade.instrumentId();
                feedId = trade.feedId();
                feedPosition = trade.feedPosition();
                receiveTimeNs = trade.receiveTimeNs();
                stream = StreamKind.TRADES;
            }
            case QuoteDecoder.TEMPLATE_ID -> {
                quote.wrapAndApplyHeader(slot, 0, header);
                instrumentId = quote.instrumentId();
                feedId = quote.feedId();
                feedPosition = quote.feedPosition();
                receiveTimeNs = quote.receiveTimeNs();
                stream = StreamKind.QUOTES;
            }
            default -> {
                bar.wrapAndApplyHeader(slot, 0, header);
                instrumentId = bar.instrumentId();
                feedId = bar.feedId();
                feedPosition = bar.feedPosition();
                receiveTimeNs = bar.receiveTimeNs();
                stream = StreamKind.BARS;
            }
        }
        new FeedStatusEncoder()
                        .wrapAndApplyHeader(slot, 0, new MessageHeaderEncoder())
                        .sequence(0)
                        .eventTimeNs(eventTimeNs)
                        .receiveTimeNs(receiveTimeNs)
                        .instrumentId(instrumentId)
                        .feedId(feedId)
                        .state(FeedState.QUARANTINED)
                        .origin(FeedOrigin.FEED)
                        .stream(stream)
                        .reserved((short) 0)
                        .reserved2(0)
                        .feedPosition(feedPosition)
                        .fingerprint(digest)
                        .expected(0)
                        .actual(0)
                        .count(failures);
        return MessageHeaderEncoder.ENCODED_LENGTH + FeedStatusEncoder.BLOCK_LENGTH;
    }
}
