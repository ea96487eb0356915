package io.millrace.archiver.sink;

import io.millrace.journal.codec.MarketEventDecoder;
import org.agrona.DirectBuffer;

/** Events found in articles into {@code events}. The archiver's thread; allocates texts. */
final class MarketEventSink extends TableSink {
    private final MarketEventDecoder marketEvent = new MarketEventDecoder();

    MarketEventSink(int engineId, Dictionaries dictionaries) {
        super(
                "events",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "receive_time_ns",
                "article_sequence",
                "article_hash",
                "available_at",
                "available_time_ns",
                "event_type",
                "severity",
                "keywords");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        marketEvent.wrapAndApplyHeader(buffer, offset, header);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        putTime(marketEvent.eventTimeNs());
        rows.putLong(marketEvent.receiveTimeNs());
        rows.putLong(marketEvent.articleSequence());
        rows.putLong(marketEvent.articleHash());
        putTime(marketEvent.availableTimeNs());
        putString(marketEvent.eventType());
        putEnum(marketEvent.severity());
        rows.putLines(marketEvent.keywords());
    }
}
