package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.journal.codec.FeedStatusDecoder;
import org.agrona.DirectBuffer;

/** States of feeds into {@code feed_events}. The archiver's thread; allocates texts. */
final class FeedEventSink extends TableSink {
    private final FeedStatusDecoder status = new FeedStatusDecoder();

    FeedEventSink(int engineId, Dictionaries dictionaries) {
        super(
                "feed_events",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "receive_time_ns",
                "feed_id",
                "instrument_id",
                "state",
                "origin",
                "stream",
                "feed_position",
                "fingerprint",
                "expected_value",
                "actual_value",
                "event_count");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        status.wrapAndApplyHeader(buffer, offset, header);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        rows.putTimestamp(status.eventTimeNs());
        rows.putLong(status.eventTimeNs());
        rows.putLong(status.receiveTimeNs());
        rows.putInt(status.feedId());
        if (status.instrumentId() == 0) {
            rows.putNull();
        } else {
            rows.putInt(status.instrumentId());
        }
        rows.putText(status.state().name().getBytes(US_ASCII));
        rows.putText(status.origin().name().getBytes(US_ASCII));
        rows.putText(status.stream().name().getBytes(US_ASCII));
        rows.putLong(status.feedPosition());
        rows.putLong(status.fingerprint());
        rows.putLong(status.expected());
        rows.putLong(status.actual());
        rows.putLong(status.count());
    }
}
