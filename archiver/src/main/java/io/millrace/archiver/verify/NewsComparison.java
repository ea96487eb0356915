package io.millrace.archiver.verify;

import io.millrace.journal.codec.MarketEventDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.NewsDecoder;
import io.millrace.journal.codec.SentimentDecoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.agrona.DirectBuffer;

/** Articles, and what was found in them, against their tables. One thread. */
final class NewsComparison {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NewsDecoder news = new NewsDecoder();
    private final SentimentDecoder sentiment = new SentimentDecoder();
    private final MarketEventDecoder event = new MarketEventDecoder();
    private final ArchivedRows articles;
    private final ArchivedRows scores;
    private final ArchivedRows events;

    NewsComparison(Connection connection, int engineId) {
        articles = new ArchivedRows(
                connection,
                engineId,
                "articles",
                "0",
                "id",
                "event_time@us",
                "event_time_ns",
                "receive_time_ns",
                "article_hash",
                "revision",
                "published_at@us",
                "published_time_ns",
                "available_at@us",
                "available_time_ns",
                "feed_id",
                "feed_position",
                "source",
                "external_id",
                "symbols",
                "title",
                "content");
        scores = new ArchivedRows(
                connection,
                engineId,
                "sentiment_scores",
                "0",
                "id",
                "event_time@us",
                "event_time_ns",
                "receive_time_ns",
                "article_sequence",
                "article_id",
                "article_hash",
                "available_at@us",
                "timestamp@us",
                "available_time_ns",
                "score",
                "confidence",
                "analyzer",
                "keywords_pos",
                "keywords_neg");
        events = new ArchivedRows(
                connection,
                engineId,
                "events",
                "0",
                "id",
                "event_time@us",
                "event_time_ns",
                "receive_time_ns",
                "article_sequence",
                "article_id",
                "article_hash",
                "available_at@us",
                "timestamp@us",
                "available_time_ns",
                "event_type",
                "severity",
                "keywords");
    }

    List<ArchivedRows> tables() {
        return List.of(articles, scores, events);
    }

    void compareNews(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        news.wrapAndApplyHeader(buffer, offset, header);
        articles.startRow(sequence, 0);
        articles.expectId(sequence);
        articles.expectTime(news.eventTimeNs());
        articles.expect(news.eventTimeNs());
        articles.expect(news.receiveTimeNs());
        articles.expect(news.articleHash());
        articles.expect(news.revision());
        articles.expectTime(news.publishedTimeNs());
        articles.expect(news.publishedTimeNs());
        articles.expectTime(news.availableTimeNs());
        articles.expect(news.availableTimeNs());
        articles.expect(news.feedId());
        articles.expect(news.feedPosition());
        articles.expect(news.source());
        articles.expectText(news.externalId());
        articles.expectLines(news.symbols());
        articles.expect(news.title());
        articles.expect(news.content());
        articles.endRow();
    }

    void compareSentiment(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        sentiment.wrapAndApplyHeader(buffer, offset, header);
        scores.startRow(sequence, 0);
        scores.expectId(sequence);
        scores.expectTime(sentiment.eventTimeNs());
        scores.expect(sentiment.eventTimeNs());
        scores.expect(sentiment.receiveTimeNs());
        scores.expect(sentiment.articleSequence());
        scores.expectId(sentiment.articleSequence());
        scores.expect(sentiment.articleHash());
        scores.expectTime(sentiment.availableTimeNs());
        scores.expectTime(sentiment.availableTimeNs());
        scores.expect(sentiment.availableTimeNs());
        scores.expect(sentiment.score());
        scores.expect(sentiment.confidence());
        scores.expect(sentiment.analyzer());
        scores.expectLines(sentiment.positiveKeywords());
        scores.expectLines(sentiment.negativeKeywords());
        scores.endRow();
    }

    void compareMarketEvent(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        event.wrapAndApplyHeader(buffer, offset, header);
        events.startRow(sequence, 0);
        events.expectId(sequence);
        events.expectTime(event.eventTimeNs());
        events.expect(event.eventTimeNs());
        events.expect(event.receiveTimeNs());
        events.expect(event.articleSequence());
        events.expectId(event.articleSequence());
        events.expect(event.articleHash());
        events.expectTime(event.availableTimeNs());
        events.expectTime(event.availableTimeNs());
        events.expect(event.availableTimeNs());
        events.expect(event.eventType());
        events.expect(event.severity().name());
        events.expectLines(event.keywords());
        events.endRow();
    }
}
