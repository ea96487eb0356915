package io.millrace.archiver.sink;

import io.millrace.journal.codec.SentimentDecoder;
import org.agrona.DirectBuffer;

/** Scores of articles into {@code sentiment_scores}. The archiver's thread; allocates texts. */
final class SentimentSink extends TableSink {
    private final SentimentDecoder sentiment = new SentimentDecoder();

    SentimentSink(int engineId, Dictionaries dictionaries) {
        super(
                "sentiment_scores",
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
                "score",
                "confidence",
                "analyzer",
                "keywords_pos",
                "keywords_neg");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        sentiment.wrapAndApplyHeader(buffer, offset, header);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        putTime(sentiment.eventTimeNs());
        rows.putLong(sentiment.receiveTimeNs());
        rows.putLong(sentiment.articleSequence());
        rows.putLong(sentiment.articleHash());
        putTime(sentiment.availableTimeNs());
        rows.putDouble(sentiment.score());
        rows.putDouble(sentiment.confidence());
        putString(sentiment.analyzer());
        rows.putLines(sentiment.positiveKeywords());
        rows.putLines(sentiment.negativeKeywords());
    }
}
