package io.millrace.engine.handler;

import io.millrace.engine.event.EventFrame;
import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.StreamKind;

/**
 * Writes the FeedStatus records that the engine itself derives.
 *
 * <p>Engine thread; no allocation.
 */
final class FeedStatusWriter {
    private static final int RECORD_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + FeedStatusEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FeedStatusEncoder encoder = new FeedStatusEncoder();

    /** Begins a record; the caller sets expected, actual and count, then calls {@link #end}. */
    FeedStatusEncoder begin(
            final EventFrame frame,
            final FeedState state,
            final StreamKind stream,
            final int instrumentId,
            final int feedId) {
        final int offset = frame.output().begin(RECORD_BYTES);
        return encoder
                .wrapAndApplyHeader(frame.output().buffer(), offset, header)
                .eventTimeNs(frame.eventTimeNs())
                .receiveTimeNs(0)
                .instrumentId(instrumentId)
                .feedId(feedId)
                .state(state)
                .origin(FeedOrigin.ENGINE)
                .stream(stream)
                .reserved((short) 0)
                .reserved2(0)
                .feedPosition(0)
                .fingerprint(0);
    }

    void end(final EventFrame frame) {
        frame.output().end();
    }
}
