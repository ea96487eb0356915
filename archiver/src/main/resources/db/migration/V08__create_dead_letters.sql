-- Records that a table refused. The record is kept whole, with what its numbers meant at its sequence, so that
-- `millrace archive --retry-dead-letters` can store it once the cause is gone, without the journal.

CREATE TABLE dead_letters (
    engine_id         integer     NOT NULL,
    sequence          bigint      NOT NULL,
    target_table      text        NOT NULL,
    journal_id        bigint      NOT NULL,
    template_id       integer     NOT NULL,
    kind              text        NOT NULL,
    record            bytea       NOT NULL,
    instrument_id     integer,
    symbol            text,
    base_asset        text,
    price_exponent    smallint,
    quantity_exponent smallint,
    sqlstate          text        NOT NULL,
    message           text        NOT NULL,
    refused_at        timestamptz NOT NULL,
    tries             integer     NOT NULL,
    tried_at          timestamptz NOT NULL,
    CONSTRAINT dead_letters_pkey PRIMARY KEY (engine_id, sequence, target_table),
    CONSTRAINT dead_letters_sequence_positive CHECK (sequence > 0),
    CONSTRAINT dead_letters_instrument_whole CHECK (
        num_nulls(instrument_id, symbol, base_asset, price_exponent, quantity_exponent) IN (0, 5))
);

COMMENT ON TABLE dead_letters IS 'Records that their table refused: the archive lacks them until they are tried again with success. Written in the transaction that moves the archive position past them. Source: the archiver.';
COMMENT ON COLUMN dead_letters.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN dead_letters.sequence IS 'Journal sequence of the record.';
COMMENT ON COLUMN dead_letters.target_table IS 'Table that refused it; none of the rows of the record are there.';
COMMENT ON COLUMN dead_letters.journal_id IS 'Identity of the journal.';
COMMENT ON COLUMN dead_letters.template_id IS 'SBE template id of the record.';
COMMENT ON COLUMN dead_letters.kind IS 'Kind of the record, as the schema spells it.';
COMMENT ON COLUMN dead_letters.record IS 'The record as the journal holds it: SBE header and body.';
COMMENT ON COLUMN dead_letters.instrument_id IS 'Instrument that the record names; NULL where its row needs none.';
COMMENT ON COLUMN dead_letters.symbol IS 'Symbol of the instrument by the definition in force at the sequence.';
COMMENT ON COLUMN dead_letters.base_asset IS 'Base asset of the instrument by that definition.';
COMMENT ON COLUMN dead_letters.price_exponent IS 'Exponent of prices by that definition.';
COMMENT ON COLUMN dead_letters.quantity_exponent IS 'Exponent of quantities by that definition.';
COMMENT ON COLUMN dead_letters.sqlstate IS 'SQLSTATE of the last refusal.';
COMMENT ON COLUMN dead_letters.message IS 'Words of the last refusal, cut to 2,000 characters.';
COMMENT ON COLUMN dead_letters.refused_at IS 'Start of the transaction that put it here, by the clock of the database.';
COMMENT ON COLUMN dead_letters.tries IS 'Times that the table refused it.';
COMMENT ON COLUMN dead_letters.tried_at IS 'Start of the transaction of the last try, by the clock of the database.';
