package io.millrace.archiver.sink;

import io.millrace.journal.codec.NewsDecoder;
import org.agrona.DirectBuffer;

/** Articles into {@code articles}. The archiver's thread; allocates texts. */
final class ArticleSink extends TableSink {
    private final NewsDecoder news = new NewsDecoder();

    ArticleSink(int engineId, Dictionaries dictionaries) {
        super(
                "articles",
                engineId,
                dictionaries,
                64 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "receive_time_ns",
                "article_hash",
                "revision",
                "published_at",
                "published_time_ns",
                "available_at",
                "available_time_ns",
                "feed_id",
                "feed_position",
                "source",
                "external_id",
                "symbols",
                "title",
                "content");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        news.wrapAndApplyHeader(buffer, offset, header);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        putTime(news.eventTimeNs());
        rows.putLong(news.receiveTimeNs());
        rows.putLong(news.articleHash());
        rows.putInt(news.revision());
        putTime(news.publishedTimeNs());
        putTime(news.availableTimeNs());
        rows.putInt(news.feedId());
        rows.putLong(news.feedPosition());
        putString(news.source());
        // Data are read in the order of the schema.
        putStringOrNull(news.externalId());
        rows.putLines(news.symbols());
        putString(news.title());
        putString(news.content());
    }
}
