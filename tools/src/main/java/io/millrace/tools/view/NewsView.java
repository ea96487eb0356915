package io.millrace.tools.view;

import io.millrace.journal.codec.MarketEventDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.NewsDecoder;
import io.millrace.journal.codec.SentimentDecoder;
import org.agrona.DirectBuffer;

/** The fields of articles and of what was found in them. One thread. */
final class NewsView {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NewsDecoder news = new NewsDecoder();
    private final SentimentDecoder sentiment = new SentimentDecoder();
    private final MarketEventDecoder event = new MarketEventDecoder();

    void article(DirectBuffer buffer, int offset, Fields fields) {
        news.wrapAndApplyHeader(buffer, offset, header);
        fields.time("receiveTime", news.receiveTimeNs())
                .digest("articleHash", news.articleHash())
                .put("revision", news.revision())
                .put("source", news.source())
                .time("publishedTime", news.publishedTimeNs())
                .time("availableTime", news.availableTimeNs())
                .put("feedId", news.feedId())
                .put("feedPosition", news.feedPosition())
                .putText("externalId", news.externalId())
                .lines("symbols", news.symbols())
                .put("title", news.title())
                .put("content", news.content());
    }

    void sentiment(DirectBuffer buffer, int offset, Fields fields) {
        sentiment.wrapAndApplyHeader(buffer, offset, header);
        fields.time("receiveTime", sentiment.receiveTimeNs())
                .put("articleSequence", sentiment.articleSequence())
                .digest("articleHash", sentiment.articleHash())
                .time("availableTime", sentiment.availableTimeNs())
                .number("score", sentiment.score())
                .number("confidence", sentiment.confidence())
                .put("analyzer", sentiment.analyzer())
                .lines("positiveKeywords", sentiment.positiveKeywords())
                .lines("negativeKeywords", sentiment.negativeKeywords());
    }

    void marketEvent(DirectBuffer buffer, int offset, Fields fields) {
        event.wrapAndApplyHeader(buffer, offset, header);
        fields.time("receiveTime", event.receiveTimeNs())
                .put("articleSequence", event.articleSequence())
                .digest("articleHash", event.articleHash())
                .time("availableTime", event.availableTimeNs())
                .put("eventType", event.eventType())
                .put("severity", event.severity().name())
                .lines("keywords", event.keywords());
    }
}
