package io.millrace.archiver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** On a server of its own, because roles belong to the server: who migrates needs no more than a database of his own. */
@Timeout(120)
@Covers({"S1-113"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeastPrivilegeIT {
    private static final String ROLES =
            "SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname ~ '^millrace_'";

    /** What grant_roles() has to give beside tables and views, and what it must not. */
    private static final String MISSING_RIGHTS = """
            SELECT string_agg(what, ', ')
            FROM (VALUES
                ('ensure', has_function_privilege('millrace_archiver', 'ensure_tick_partition(date)', 'EXECUTE')),
                ('close', has_function_privilege('millrace_archiver', 'close_tick_partition(date)', 'EXECUTE')),
                ('bars', has_function_privilege('millrace_archiver', 'add_late_record(integer, bigint)', 'EXECUTE')),
                ('no retention', NOT has_function_privilege('millrace_archiver', 'retain_ticks(date, boolean, boolean)', 'EXECUTE')),
                ('no removal', NOT has_function_privilege('millrace_archiver', 'begin_tick_removal(date)', 'EXECUTE')
                    AND NOT has_function_privilege('millrace_archiver', 'end_tick_removal(date, text, bigint, boolean)', 'EXECUTE')),
                ('application signals', has_column_privilege('millrace_service', 'trading_signals', 'trade_id', 'INSERT')),
                ('no engine id', NOT has_column_privilege('millrace_service', 'trading_signals', 'engine_id', 'INSERT')),
                ('application numbers', has_sequence_privilege('millrace_service', 'application_sequence', 'USAGE')),
                ('outcomes', has_function_privilege('millrace_service',
                    'record_application_outcome(text, text, numeric, numeric, timestamptz, text)', 'EXECUTE'))) AS rights (what, given)
            WHERE NOT given
            """;

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = new PostgresServer();
        PostgresServer.execute(
                server.target("postgres"), "CREATE ROLE plain LOGIN", "CREATE ROLE maker LOGIN CREATEROLE");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    @Order(1)
    void shouldMigrateWithoutTheRightToMakeRoles() throws SQLException {
        DatabaseTarget target = databaseOf("plain");
        assertThat(Migrations.migrate(target)).isPositive();
        assertThat(PostgresServer.query(target, ROLES)).isNull();
        PostgresServer.execute(target, "INSERT INTO profiles DEFAULT VALUES", "SELECT audit_record('t', '1', 'A')");
        assertThat(PostgresServer.count(target, "audit_logs")).isEqualTo(2);

        assertThat(roleRefusal(target))
                .contains("the server has no such role", "CREATE ROLE millrace_archiver NOLOGIN");
        PostgresServer.execute(
                server.target("postgres"),
                "CREATE ROLE millrace_archiver NOLOGIN",
                "CREATE ROLE millrace_service NOLOGIN",
                "CREATE ROLE millrace_reader NOLOGIN",
                "CREATE ROLE ann LOGIN",
                "GRANT millrace_reader TO ann");
        assertThat(roleRefusal(target)).contains("plain may not take it", "GRANT millrace_archiver TO plain");
        PostgresServer.execute(server.target("postgres"), "GRANT millrace_archiver TO plain");
        assertThat(roleRefusal(target)).contains("it has no rights in this database", "SELECT grant_roles()");
        PostgresServer.execute(target, "SELECT grant_roles()");
        assertThat(roleRefusal(target)).isEqualTo("taken: millrace_archiver");
        assertThat(PostgresServer.query(target, MISSING_RIGHTS)).isNull();
        DatabaseTarget ann = new DatabaseTarget(target.url(), "ann", "");
        assertThat(PostgresServer.query(ann, "SELECT count(*) FROM ticks")).isEqualTo("0");
        assertThat(PostgresServer.query(ann, "SELECT count(*) FROM audit_logs")).isEqualTo("2");
        PostgresServer.execute(target, "CREATE TABLE later (x int)");
        assertThat(PostgresServer.count(ann, "later")).isZero();
        server.drop(target);
        PostgresServer.execute(
                server.target("postgres"),
                "DROP ROLE ann",
                "DROP ROLE millrace_archiver",
                "DROP ROLE millrace_service",
                "DROP ROLE millrace_reader");
    }

    @Test
    @Order(2)
    void shouldMakeTheRolesWhereTheUserMayAndActAsEachOfThem() {
        DatabaseTarget target = databaseOf("maker");
        Migrations.migrate(target);
        assertThat(PostgresServer.query(target, ROLES)).isEqualTo("millrace_archiver millrace_reader millrace_service");
        assertThat(PostgresServer.query(
                        target,
                        "SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolname ~ '^millrace_'"
                                + " AND (rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls)"))
                .isNull();
        for (String role : new String[] {"millrace_archiver", "millrace_service", "millrace_reader"}) {
            PostgresServer.execute(target, "SET ROLE " + role + "; SELECT count(*) FROM ticks");
        }
        assertThat(PostgresServer.query(
                        target,
                        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
                                + " AND pg_get_userbyid(relowner) <> 'maker'"))
                .isEqualTo("0");
    }

    @Test
    @Order(3)
    void shouldLetAMemberOfTheArchiversRoleFindTheSchemaCurrent() {
        DatabaseTarget target = databaseOf("maker");
        Migrations.migrate(target);
        PostgresServer.execute(
                server.target("postgres"), "CREATE ROLE writer LOGIN", "GRANT millrace_archiver TO writer");
        assertThat(Migrations.migrate(new DatabaseTarget(target.url(), "writer", "")))
                .isZero();
    }

    @Test
    @Order(4)
    void shouldUseTheRolesThatAreThere() {
        DatabaseTarget target = databaseOf("plain");
        Migrations.migrate(target);
        assertThat(PostgresServer.query(
                        target,
                        "SELECT has_table_privilege('millrace_reader', 'ticks', 'SELECT')::text"
                                + " || has_table_privilege('millrace_service', 'background_jobs', 'UPDATE')::text"))
                .isEqualTo("truetrue");
    }

    /** Why a session of this login does not become the archiver's role; which role it is where it does. */
    private static String roleRefusal(DatabaseTarget target) throws SQLException {
        try (Connection connection = PostgresServer.connect(target);
                Statement statement = connection.createStatement()) {
            Optional<String> refusal = ArchiverRole.take(connection);
            try (ResultSet row = statement.executeQuery("SELECT current_user")) {
                row.next();
                return refusal.orElse("taken: " + row.getString(1));
            }
        }
    }

    /** The owner of a database owns its schema public as well. */
    private static DatabaseTarget databaseOf(String owner) {
        String name = server.newDatabase().url().replaceAll(".*/", "");
        PostgresServer.execute(server.target("postgres"), "ALTER DATABASE " + name + " OWNER TO " + owner);
        return new DatabaseTarget(server.target(name).url(), owner, "");
    }
}
