package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.NewSentimentScore;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.SentimentScore;
import java.time.Instant;
import java.util.OptionalDouble;

/** Scores of articles. Any thread. An application scores articles of applications; those of engines are scored through them. */
public final class SentimentScoreRepository extends HistoryRepository<SentimentScore, NewSentimentScore> {
    private static final String COLUMNS =
            "id, article_id, score, confidence, keywords_pos, keywords_neg, timestamp, analyzer";
    private static final String BEHIND = " (timestamp, id) < (:afterTime, :afterId::bigint)" + BEHIND_ID;

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO sentiment_scores (event_time, event_time_ns, receive_time_ns, article_sequence, article_hash, available_at,
                available_time_ns, score, confidence, analyzer, keywords_pos, keywords_neg)
            VALUES (:timestamp, (extract(epoch FROM :timestamp::timestamptz) * 1000000000)::bigint,
                (extract(epoch FROM :timestamp::timestamptz) * 1000000000)::bigint, :articleId,
                coalesce((SELECT article_hash FROM articles WHERE engine_id = 0 AND sequence = :articleId), 0), :timestamp,
                (extract(epoch FROM :timestamp::timestamptz) * 1000000000)::bigint, :score, :confidence, :analyzer, :keywordsPos,
                :keywordsNeg)
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM sentiment_scores WHERE id = :id");
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS + " FROM sentiment_scores WHERE" + BEHIND);
    private static final Sql BY_ARTICLE =
            Sql.select("SELECT " + COLUMNS + " FROM sentiment_scores WHERE article_id = :articleId AND" + BEHIND);
    private static final Sql AVERAGE = Sql.select("""
            SELECT coalesce(sum(s.score * s.confidence) / nullif(sum(s.confidence), 0), 'NaN')
            FROM sentiment_scores s JOIN articles a ON a.id = s.article_id AND a.engine_id = s.engine_id
            WHERE a.symbols @> ARRAY[:symbol]::text[] AND s.timestamp >= :from AND s.timestamp < :to
            """);

    private static final int NAME_LENGTH = 200;

    public SentimentScoreRepository(Transactions transactions) {
        super(transactions, INSERT, BY_ID, LIST, SentimentScore.class);
    }

    /** Of one article, newest first. */
    public Page<SentimentScore> listByArticle(long articleId, PageRequest page) {
        return page(
                "listByArticle",
                call("listByArticle", BY_ARTICLE).bind("articleId", articleId),
                page,
                ANY_ID,
                SentimentScore.class);
    }

    /** Mean score of the articles about an instrument, weighted by confidence; empty where there is none in that time. */
    public OptionalDouble averageForSymbol(String symbol, Instant from, Instant to) {
        checks("averageForSymbol")
                .text("symbol", symbol, NAME_LENGTH)
                .required("from", from)
                .required("to", to);
        double average = call("averageForSymbol", AVERAGE)
                .bind("symbol", symbol)
                .bind("from", from)
                .bind("to", to)
                .one(Double.class);
        return Double.isNaN(average) ? OptionalDouble.empty() : OptionalDouble.of(average);
    }

    @Override
    void check(Checks checks, NewSentimentScore score) {
        checks.required("score", score)
                .whole("articleId", score.articleId(), 1, Long.MAX_VALUE)
                .range("score", score.score(), -1, 1)
                .range("confidence", score.confidence(), 0, 1)
                .texts("keywordsPos", score.keywordsPos(), NAME_LENGTH)
                .texts("keywordsNeg", score.keywordsNeg(), NAME_LENGTH)
                .required("timestamp", score.timestamp())
                .text("analyzer", score.analyzer(), NAME_LENGTH);
    }
}
