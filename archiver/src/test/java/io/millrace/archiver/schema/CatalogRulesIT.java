package io.millrace.archiver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that every table, view and function keeps, whichever migration made it. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
@Covers({"S0-038", "S0-048", "S0-049", "S0-056", "S1-120"})
class CatalogRulesIT {
    private static final String RELATIONS =
            " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
                    + " WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition"
                    + " AND c.relname <> 'flyway_schema_history' AND ";

    /** A rule, how to break it, and a query for what breaks it. */
    private record Rule(String name, String breach, String offenders) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static DatabaseTarget shared;

    @BeforeAll
    static void share(DatabaseTarget target) {
        shared = target;
    }

    static Rule[] rules() {
        return new Rule[] {
            new Rule(
                    "each table and view says what it is",
                    "CREATE TABLE wrong (x int)",
                    "SELECT string_agg(relname, ' ') FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                            + " AND relkind IN ('r', 'p', 'v', 'm') AND NOT relispartition AND relname <> 'flyway_schema_history'"
                            + " AND obj_description(oid, 'pg_class') IS NULL"),
            new Rule(
                    "each column of a table says what it holds",
                    "CREATE TABLE wrong (x int)",
                    "SELECT string_agg(c.relname || '.' || a.attname, ' ')" + RELATIONS
                            + "c.relkind IN ('r', 'p') AND col_description(c.oid, a.attnum) IS NULL"),
            new Rule(
                    "each column of a view says what it holds",
                    "CREATE VIEW wrong AS SELECT 1 AS x",
                    "SELECT string_agg(c.relname || '.' || a.attname, ' ')" + RELATIONS
                            + "c.relkind IN ('v', 'm') AND col_description(c.oid, a.attnum) IS NULL"),
            new Rule(
                    "each function says what it does",
                    "CREATE FUNCTION wrong() RETURNS int LANGUAGE sql RETURN 1",
                    "SELECT string_agg(proname, ' ') FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
                            + " AND obj_description(oid, 'pg_proc') IS NULL"),
            new Rule(
                    "no number can be NaN",
                    "CREATE TABLE wrong (x double precision CHECK (x > 0))",
                    "SELECT string_agg(c.relname || '.' || a.attname, ' ')" + RELATIONS + "c.relkind IN ('r', 'p')"
                            + " AND a.atttypid IN ('numeric'::regtype, 'float8'::regtype, 'float4'::regtype)"
                            + " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c'"
                            + " AND a.attnum = ANY (k.conkey) AND pg_get_constraintdef(k.oid) ~ 'NaN|Infinity|<=')"),
            new Rule(
                    "each foreign key has an index",
                    "CREATE TABLE wrong (x int PRIMARY KEY, y int REFERENCES wrong)",
                    "SELECT string_agg(conname, ' ') FROM pg_constraint k WHERE contype = 'f'"
                            + " AND connamespace = 'public'::regnamespace AND conparentid = 0 AND NOT EXISTS (SELECT FROM pg_index i"
                            + " WHERE i.indrelid = k.conrelid"
                            + " AND (i.indkey::int2[])[0:array_length(k.conkey, 1) - 1] @> k.conkey)"
                            // A state in force refers to its newest history row: an index would be written again with
                            // each change,
                            // and a row of history is never deleted nor asked for its state.
                            + " AND conname NOT IN ('orders_event_fkey', 'positions_change_fkey', 'alert_rules_change_fkey')"),
            new Rule(
                    "each foreign key that may be followed by a delete is no surprise",
                    "CREATE TABLE wrong (x int PRIMARY KEY, y int REFERENCES wrong ON DELETE SET DEFAULT)",
                    "SELECT string_agg(conname, ' ') FROM pg_constraint WHERE contype = 'f'"
                            + " AND connamespace = 'public'::regnamespace AND confdeltype NOT IN ('a', 'c', 'n')"),
            new Rule(
                    "each function with the owner's rights names where it looks",
                    "CREATE FUNCTION wrong() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1",
                    "SELECT string_agg(proname, ' ') FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
                            + " AND NOT EXISTS (SELECT FROM unnest(proconfig) s WHERE s LIKE 'search_path=%pg_temp')"),
            new Rule(
                    "each time has a zone",
                    "CREATE TABLE wrong (x timestamp)",
                    "SELECT string_agg(c.relname || '.' || a.attname, ' ')" + RELATIONS
                            + "c.relkind IN ('r', 'p') AND a.atttypid = 'timestamp'::regtype"),
            new Rule(
                    "no table is the public's",
                    "GRANT SELECT ON ticks TO PUBLIC",
                    "SELECT string_agg(relname, ' ') FROM pg_class c, aclexplode(c.relacl) g"
                            + " WHERE c.relnamespace = 'public'::regnamespace AND g.grantee = 0"),
            new Rule(
                    "each table has a primary key",
                    "CREATE TABLE wrong (x int)",
                    "SELECT string_agg(relname, ' ') FROM pg_class c WHERE relnamespace = 'public'::regnamespace"
                            + " AND relkind = 'r' AND NOT relispartition"
                            // A row per bar and per value: a key costs the server 40 to 60 % more per row, and that it
                            // would hold is
                            // what the commit protocol ensures and the comparison proves; a hypertable allows none
                            // without the time.
                            + " AND relname NOT IN ('prices', 'computed_indicators')"
                            + " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')")
        };
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldKeepTheRule(Rule rule) throws SQLException {
        try (Connection connection = PostgresServer.connect(shared);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThat(one(statement, rule.offenders)).as(rule.name).isNull();
            statement.execute(rule.breach);
            assertThat(one(statement, rule.offenders))
                    .as("the rule is looked for")
                    .isNotNull();
            connection.rollback();
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
