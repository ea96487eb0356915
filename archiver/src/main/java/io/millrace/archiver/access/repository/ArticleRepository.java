package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Article;
import io.millrace.archiver.access.row.NewArticle;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;

/** Articles and their revisions. Any thread. */
public final class ArticleRepository extends HistoryRepository<Article, NewArticle> {
    private static final String COLUMNS = "id, title, content, source, published_at, available_at, symbols, revision";
    private static final String BEHIND = " (published_at, id) < (:afterTime, :afterId::bigint)"
            + " ORDER BY published_at DESC, id DESC LIMIT :limit";

    // The identity of an article is a hash of source and external id, as the journal has it; here the database's own.
    private static final Sql INSERT = Sql.insert("""
            INSERT INTO articles (event_time, event_time_ns, receive_time_ns, article_hash, revision, published_at,
                published_time_ns, available_at, available_time_ns, feed_id, feed_position, source, external_id, symbols, title,
                content)
            VALUES (:availableAt, (extract(epoch FROM :availableAt::timestamptz) * 1000000000)::bigint,
                (extract(epoch FROM :availableAt::timestamptz) * 1000000000)::bigint,
                hashtextextended(:source || chr(10) || :externalId, 0), :revision, :publishedAt,
                (extract(epoch FROM :publishedAt::timestamptz) * 1000000000)::bigint, :availableAt,
                (extract(epoch FROM :availableAt::timestamptz) * 1000000000)::bigint, 0, 0, :source, :externalId, :symbols,
                :title, :content)
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM articles WHERE id = :id");
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS + " FROM articles WHERE" + BEHIND);
    private static final Sql BY_SYMBOL =
            Sql.select("SELECT " + COLUMNS + " FROM articles WHERE symbols @> ARRAY[:symbol]::text[] AND" + BEHIND);
    private static final Sql BY_SOURCE =
            Sql.select("SELECT " + COLUMNS + " FROM articles WHERE source = :source AND" + BEHIND);

    private static final int NAME_LENGTH = 500;
    private static final int TITLE_LENGTH = 10_000;
    private static final int CONTENT_LENGTH = 1_000_000;

    public ArticleRepository(Transactions transactions) {
        super(transactions, INSERT, BY_ID, LIST, Article.class);
    }

    /** About an instrument, newest first. */
    public Page<Article> listBySymbol(String symbol, PageRequest page) {
        checks("listBySymbol").text("symbol", symbol, NAME_LENGTH);
        return page(
                "listBySymbol", call("listBySymbol", BY_SYMBOL).bind("symbol", symbol), page, ANY_ID, Article.class);
    }

    /** Of one source, newest first. */
    public Page<Article> listBySource(String source, PageRequest page) {
        checks("listBySource").text("source", source, NAME_LENGTH);
        return page(
                "listBySource", call("listBySource", BY_SOURCE).bind("source", source), page, ANY_ID, Article.class);
    }

    @Override
    void check(Checks checks, NewArticle article) {
        checks.required("article", article)
                .text("externalId", article.externalId(), NAME_LENGTH)
                .text("title", article.title(), TITLE_LENGTH)
                .required("content", article.content())
                .optionalText("content", article.content(), CONTENT_LENGTH)
                .text("source", article.source(), NAME_LENGTH)
                .required("publishedAt", article.publishedAt())
                .required("availableAt", article.availableAt())
                .texts("symbols", article.symbols(), NAME_LENGTH)
                .whole("revision", article.revision(), 1, 65_535);
    }
}
