package io.millrace.archiver.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of change by hand is found and named, and nothing else. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
@Covers("S2-085")
class SchemaModelIT {
    private static final int SERVER_VERSION = 18;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DROP TABLE dead_letters                                         | missing: table dead_letters
        CREATE TABLE theirs (x int)                                     | extra: table theirs
        ALTER TABLE dead_letters SET (fillfactor = 50)                  | changed: table dead_letters: expected exists, found with fillfactor=50; exists
        ALTER TABLE dead_letters SET UNLOGGED                           | changed: table dead_letters: expected exists, found unlogged; exists
        ALTER TABLE dead_letters ENABLE ROW LEVEL SECURITY              | changed: table dead_letters: expected exists, found row level security; exists
        ALTER TABLE dead_letters ADD x int                              | extra: column dead_letters.x
        ALTER TABLE feed_events DROP event_time CASCADE                 | missing: column feed_events.event_time
        ALTER TABLE feed_events ALTER event_time_ns TYPE numeric        | changed: column feed_events.event_time_ns: expected bigint not null, found numeric not null
        ALTER TABLE feed_events ALTER event_time_ns DROP NOT NULL       | changed: column feed_events.event_time_ns: expected bigint not null, found bigint
        ALTER TABLE feed_events ALTER event_time_ns SET DEFAULT 7       | changed: column feed_events.event_time_ns: expected bigint not null, found bigint not null default 7
        ALTER TABLE feed_events RENAME event_time_ns TO t               | extra: column feed_events.t
        ALTER TABLE trading_signals DROP CONSTRAINT trading_signals_pkey CASCADE | missing: constraint trading_signals.trading_signals_pkey
        ALTER TABLE trading_signals DROP CONSTRAINT trading_signals_action_known | missing: constraint trading_signals.trading_signals_action_known
        ALTER TABLE trading_signals ADD CONSTRAINT c CHECK (symbol <> '') NOT VALID | extra: constraint trading_signals.c
        DROP INDEX blocked_signals_event_time_idx                       | missing: index blocked_signals.blocked_signals_event_time_idx
        CREATE INDEX x ON blocked_signals (symbol)                      | extra: index blocked_signals.x
        DROP VIEW quotes CASCADE                                        | missing: view quotes
        CREATE VIEW v AS SELECT 1                                       | extra: view v
        ALTER VIEW trades RENAME COLUMN symbol TO s                     | extra: column trades.s
        CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN a      | extra: function f(a integer)
        CREATE RULE r AS ON DELETE TO dead_letters DO INSTEAD NOTHING   | extra: rule dead_letters.r
        CREATE TRIGGER t BEFORE UPDATE ON dead_letters FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger() | extra: trigger dead_letters.t
        CREATE POLICY p ON dead_letters USING (true)                    | extra: policy dead_letters.p
        CREATE TYPE e AS ENUM ('A')                                     | extra: type e
        CREATE SEQUENCE s                                               | extra: sequence s
        CREATE STATISTICS st ON engine_id, sequence FROM dead_letters   | extra: statistics dead_letters.st
        GRANT SELECT ON archive_position TO PUBLIC                      | extra: grant on table archive_position to PUBLIC
        GRANT UPDATE (sequence) ON archive_position TO PUBLIC           | extra: grant on column archive_position.sequence to PUBLIC
        GRANT CREATE ON SCHEMA public TO PUBLIC                         | changed: grant on schema public to PUBLIC: expected USAGE, found CREATE, USAGE
        COMMENT ON TABLE instruments IS 'mine'                          | changed: comment on table instruments
        COMMENT ON COLUMN instruments.symbol IS NULL                    | missing: comment on column instruments.symbol
        COMMENT ON INDEX blocked_signals_event_time_idx IS 'x'          | extra: comment on index blocked_signals.blocked_signals_event_time_idx
        """)
    void shouldNameWhatSomebodyHasChanged(String change, String expected, PostgresServer server) {
        DatabaseTarget target = server.newMigratedDatabase();
        SchemaModel model = new SchemaModel(SERVER_VERSION, Catalog.read(target, List.of()));
        PostgresServer.execute(target, change);
        assertThat(model.compare(Catalog.read(target, model.schemas())))
                .extracting(Drift::toString)
                .anySatisfy(line -> assertThat(line).startsWith(expected));
    }

    @Test
    void shouldFindNothingInWhatTheMigrationsMakeAlsoWithPartitions(DatabaseTarget target) {
        SchemaModel model = SchemaCheck.migratedOn(target);
        assertThat(model.facts()).hasSizeGreaterThan(300);
        PostgresServer.execute(
                target,
                "CREATE TABLE ticks_20240101 PARTITION OF ticks FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2024-01-02"
                        + " 00:00:00+00')",
                "CREATE INDEX ON ticks_20240101 (sequence)",
                "ALTER TABLE ticks DETACH PARTITION ticks_20240101");
        assertThat(model.compare(Catalog.read(target, model.schemas()))).isEmpty();
        assertThat(SchemaCheck.run(target, true).drifts()).isEmpty();
        assertThat(PostgresServer.query(
                        target, "SELECT count(*) FROM pg_database WHERE datname LIKE 'millrace\\_scratch%'"))
                .isEqualTo("0");
    }

    @Test
    void shouldNotTellThePartsOfATableThatIsMissing(DatabaseTarget target) {
        SchemaModel model = new SchemaModel(SERVER_VERSION, Catalog.read(target, List.of()));
        PostgresServer.execute(target, "DROP TABLE dead_letters");
        assertThat(model.compare(Catalog.read(target, model.schemas())))
                .extracting(Drift::toString)
                .containsExactly("missing: table dead_letters");
    }

    @Test
    void shouldReadItsOwnText(DatabaseTarget target) {
        PostgresServer.execute(
                target,
                "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$\nBEGIN\n\tRETURN E'a\\\\n\\t';\nEND $$",
                "COMMENT ON FUNCTION f() IS E'two\\nlines\\\\n'");
        SchemaModel model = new SchemaModel(SERVER_VERSION, Catalog.read(target, List.of()));
        SchemaModel again = SchemaModel.parse(model.text());
        assertThat(again.facts()).isEqualTo(model.facts());
        assertThat(again.serverVersion()).isEqualTo(SERVER_VERSION);
        assertThat(again.text()).isEqualTo(model.text());
    }
}
