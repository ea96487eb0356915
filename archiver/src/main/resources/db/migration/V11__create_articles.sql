-- News and what is found in it. Bitemporal: published_at is what the source says of a revision, available_at when it could first
-- be known here; a question about the past asks by available_at. One row per revision, so nothing that was known is lost.

CREATE TABLE articles (
    engine_id         integer NOT NULL,
    sequence          bigint NOT NULL,
    id                bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    event_time        timestamptz NOT NULL,
    event_time_ns     bigint NOT NULL,
    receive_time_ns   bigint NOT NULL,
    article_hash      bigint NOT NULL,
    revision          integer NOT NULL,
    published_at      timestamptz NOT NULL,
    published_time_ns bigint NOT NULL,
    available_at      timestamptz NOT NULL,
    available_time_ns bigint NOT NULL,
    feed_id           integer NOT NULL,
    feed_position     bigint NOT NULL,
    source            text NOT NULL,
    external_id       text,
    symbols           text[] NOT NULL,
    title             text NOT NULL,
    content           text NOT NULL,
    CONSTRAINT articles_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT articles_id_unique UNIQUE (id, engine_id),
    CONSTRAINT articles_revision_positive CHECK (revision > 0),
    CONSTRAINT articles_available_before_event CHECK (available_time_ns <= event_time_ns),
    CONSTRAINT articles_source_given CHECK (source <> ''),
    CONSTRAINT articles_title_given CHECK (title <> ''),
    CONSTRAINT articles_symbols_given CHECK (array_position(symbols, NULL) IS NULL AND array_position(symbols, '') IS NULL)
);
CREATE INDEX articles_revision_idx ON articles (engine_id, article_hash, available_time_ns DESC);
CREATE INDEX articles_symbols_idx ON articles USING gin (symbols);

COMMENT ON TABLE articles IS 'Articles, one row per revision. Source: record News.';
COMMENT ON COLUMN articles.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN articles.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN articles.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN articles.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN articles.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN articles.receive_time_ns IS 'Time at which the engine took it in, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN articles.article_hash IS 'Identity of the article, of source and external id, 64 bits; equal in all its revisions.';
COMMENT ON COLUMN articles.revision IS 'Number of the revision, 1 for the first.';
COMMENT ON COLUMN articles.published_at IS 'When the source says that it published this revision, cut to microseconds.';
COMMENT ON COLUMN articles.published_time_ns IS 'The same, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN articles.available_at IS 'When this revision could first be known, cut to microseconds.';
COMMENT ON COLUMN articles.available_time_ns IS 'The same, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN articles.feed_id IS 'Number of the feed in the journal.';
COMMENT ON COLUMN articles.feed_position IS 'Position in the feed.';
COMMENT ON COLUMN articles.source IS 'Who published it.';
COMMENT ON COLUMN articles.external_id IS 'The source''s own name of the article; NULL where it gives none.';
COMMENT ON COLUMN articles.symbols IS 'Symbols that it is about.';
COMMENT ON COLUMN articles.title IS 'Title of this revision.';
COMMENT ON COLUMN articles.content IS 'Text of this revision; empty where there is only a title.';

CREATE TABLE sentiment_scores (
    engine_id         integer NOT NULL,
    sequence          bigint NOT NULL,
    id                bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    article_id        bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + article_sequence) STORED,
    timestamp         timestamptz NOT NULL GENERATED ALWAYS AS (available_at) STORED,
    event_time        timestamptz NOT NULL,
    event_time_ns     bigint NOT NULL,
    receive_time_ns   bigint NOT NULL,
    article_sequence  bigint NOT NULL,
    article_hash      bigint NOT NULL,
    available_at      timestamptz NOT NULL,
    available_time_ns bigint NOT NULL,
    score             double precision NOT NULL,
    confidence        double precision NOT NULL,
    analyzer          text NOT NULL,
    keywords_pos      text[] NOT NULL,
    keywords_neg      text[] NOT NULL,
    CONSTRAINT sentiment_scores_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT sentiment_scores_id_unique UNIQUE (id, engine_id),
    CONSTRAINT sentiment_scores_article_fkey FOREIGN KEY (article_id, engine_id) REFERENCES articles (id, engine_id),
    CONSTRAINT sentiment_scores_score_range CHECK (score >= -1 AND score <= 1),
    CONSTRAINT sentiment_scores_confidence_range CHECK (confidence >= 0 AND confidence <= 1),
    CONSTRAINT sentiment_scores_after_article CHECK (article_sequence < sequence),
    CONSTRAINT sentiment_scores_available_before_event CHECK (available_time_ns <= event_time_ns),
    CONSTRAINT sentiment_scores_analyzer_given CHECK (analyzer <> ''),
    CONSTRAINT sentiment_scores_keywords_given CHECK (array_position(keywords_pos, NULL) IS NULL AND array_position(keywords_neg, NULL) IS NULL)
);
CREATE INDEX sentiment_scores_article_idx ON sentiment_scores (article_id, engine_id);

COMMENT ON TABLE sentiment_scores IS 'Scores of articles. Source: record Sentiment.';
COMMENT ON COLUMN sentiment_scores.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN sentiment_scores.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN sentiment_scores.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN sentiment_scores.article_id IS 'Article revision that was scored: articles.id.';
COMMENT ON COLUMN sentiment_scores.timestamp IS 'When the score could first be known; equal to available_at.';
COMMENT ON COLUMN sentiment_scores.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN sentiment_scores.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN sentiment_scores.receive_time_ns IS 'Time at which the engine took it in, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN sentiment_scores.article_sequence IS 'Journal sequence of the article revision.';
COMMENT ON COLUMN sentiment_scores.article_hash IS 'Identity of the article; equal in all its revisions.';
COMMENT ON COLUMN sentiment_scores.available_at IS 'When the score could first be known, cut to microseconds.';
COMMENT ON COLUMN sentiment_scores.available_time_ns IS 'The same, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN sentiment_scores.score IS '-1 (bad) to 1 (good).';
COMMENT ON COLUMN sentiment_scores.confidence IS 'Confidence in the score, 0 to 1.';
COMMENT ON COLUMN sentiment_scores.analyzer IS 'Name and version of what made the score.';
COMMENT ON COLUMN sentiment_scores.keywords_pos IS 'Words that made it better.';
COMMENT ON COLUMN sentiment_scores.keywords_neg IS 'Words that made it worse.';

CREATE TABLE events (
    engine_id         integer NOT NULL,
    sequence          bigint NOT NULL,
    id                bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    article_id        bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + article_sequence) STORED,
    timestamp         timestamptz NOT NULL GENERATED ALWAYS AS (available_at) STORED,
    event_time        timestamptz NOT NULL,
    event_time_ns     bigint NOT NULL,
    receive_time_ns   bigint NOT NULL,
    article_sequence  bigint NOT NULL,
    article_hash      bigint NOT NULL,
    available_at      timestamptz NOT NULL,
    available_time_ns bigint NOT NULL,
    event_type        text NOT NULL,
    severity          text NOT NULL,
    keywords          text[] NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT events_id_unique UNIQUE (id, engine_id),
    CONSTRAINT events_article_fkey FOREIGN KEY (article_id, engine_id) REFERENCES articles (id, engine_id),
    CONSTRAINT events_severity_known CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
    CONSTRAINT events_type_given CHECK (event_type <> ''),
    CONSTRAINT events_after_article CHECK (article_sequence < sequence),
    CONSTRAINT events_available_before_event CHECK (available_time_ns <= event_time_ns),
    CONSTRAINT events_keywords_given CHECK (array_position(keywords, NULL) IS NULL)
);
CREATE INDEX events_article_idx ON events (article_id, engine_id);

COMMENT ON TABLE events IS 'Market events that were found in articles. Source: record MarketEvent.';
COMMENT ON COLUMN events.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN events.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN events.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN events.article_id IS 'Article revision that tells of it: articles.id.';
COMMENT ON COLUMN events.timestamp IS 'When the event could first be known; equal to available_at.';
COMMENT ON COLUMN events.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN events.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN events.receive_time_ns IS 'Time at which the engine took it in, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN events.article_sequence IS 'Journal sequence of the article revision.';
COMMENT ON COLUMN events.article_hash IS 'Identity of the article; equal in all its revisions.';
COMMENT ON COLUMN events.available_at IS 'When the event could first be known, cut to microseconds.';
COMMENT ON COLUMN events.available_time_ns IS 'The same, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN events.event_type IS 'Kind of event, such as EARNINGS or MERGER.';
COMMENT ON COLUMN events.severity IS 'LOW, MEDIUM, HIGH or CRITICAL.';
COMMENT ON COLUMN events.keywords IS 'Words by which it was found.';

CREATE VIEW current_articles AS
SELECT DISTINCT ON (engine_id, article_hash) *
FROM articles
ORDER BY engine_id, article_hash, available_time_ns DESC, revision DESC, sequence DESC;

COMMENT ON VIEW current_articles IS 'The newest revision of each article.';
