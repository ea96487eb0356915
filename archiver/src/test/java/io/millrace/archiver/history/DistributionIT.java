package io.millrace.archiver.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the schema must keep to so that it can be distributed by engine: see SCALING.md. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class DistributionIT {
    /** As the optional migration for Citus chooses them. */
    private static final String OF_ENGINES = """
            WITH of_engines AS (
                SELECT c.oid, c.relname, a.attnum
                FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'engine_id' AND a.attnotnull AND NOT a.attisdropped
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition)
            """;

    @Test
    void shouldHaveTheEngineInEachUniqueKey(DatabaseTarget target) {
        assertThat(
                        PostgresServer.query(
                                target,
                                OF_ENGINES
                                        + "SELECT string_agg(x.indexrelid::regclass::text, ', ') FROM pg_index x JOIN of_engines e"
                                        + " ON e.oid = x.indrelid WHERE x.indisunique AND NOT e.attnum = ANY (x.indkey::smallint[])"))
                .isNull();
        assertThat(Integer.parseInt(PostgresServer.query(target, OF_ENGINES + "SELECT count(*) FROM of_engines")))
                .as("tables looked at")
                .isGreaterThan(20);
    }

    @Test
    void shouldPairTheEngineWithTheEngineInEachForeignKey(DatabaseTarget target) {
        assertThat(
                        PostgresServer.query(
                                target,
                                OF_ENGINES
                                        + "SELECT string_agg(f.conname, ', ') FROM pg_constraint f JOIN of_engines e ON e.oid = f.conrelid"
                                        + " LEFT JOIN of_engines r ON r.oid = f.confrelid WHERE f.contype = 'f' AND NOT EXISTS (SELECT FROM"
                                        + " generate_subscripts(f.conkey, 1) i WHERE f.conkey[i] = e.attnum AND f.confkey[i] = r.attnum)"))
                .isNull();
    }

    @Test
    void shouldReferToNoTableOfEnginesFromElsewhere(DatabaseTarget target) {
        assertThat(PostgresServer.query(
                        target,
                        OF_ENGINES
                                + "SELECT string_agg(f.conname, ', ') FROM pg_constraint f JOIN of_engines r ON r.oid = f.confrelid"
                                + " WHERE f.contype = 'f' AND f.conrelid NOT IN (SELECT oid FROM of_engines)"))
                .isNull();
    }
}
