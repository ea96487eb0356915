CREATE TABLE archive_position (
    engine_id   integer     NOT NULL,
    journal_id  bigint      NOT NULL,
    sequence    bigint      NOT NULL,
    queue_index bigint      NOT NULL,
    updated_at  timestamptz NOT NULL,
    CONSTRAINT archive_position_pkey PRIMARY KEY (engine_id),
    CONSTRAINT archive_position_sequence_range CHECK (sequence >= 0)
);

COMMENT ON TABLE archive_position IS 'How far each engine''s journal is in this database. Changes in the transaction that stores the rows. Source: the archiver.';
COMMENT ON COLUMN archive_position.engine_id IS 'Engine (shard) whose journal is archived.';
COMMENT ON COLUMN archive_position.journal_id IS 'Identity of that journal; another journal under the same engine id is refused.';
COMMENT ON COLUMN archive_position.sequence IS 'Last record that is in the tables; 0 before the first.';
COMMENT ON COLUMN archive_position.queue_index IS 'Where the journal''s queue holds that record; a hint for speed.';
COMMENT ON COLUMN archive_position.updated_at IS 'Start of the transaction that moved the position, by the clock of the database.';
