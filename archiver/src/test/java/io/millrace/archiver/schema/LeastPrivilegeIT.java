package io.millrace.archiver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresServer;
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
    void shouldMigrateWithoutTheRightToMakeRoles() {
        DatabaseTarget target = databaseOf("plain");
        assertThat(Migrations.migrate(target)).isPositive();
        assertThat(PostgresServer.query(target, ROLES)).isNull();
        PostgresServer.execute(target, "INSERT INTO profiles DEFAULT VALUES", "SELECT audit_record('t', '1', 'A')");
        assertThat(PostgresServer.count(target, "audit_logs")).isEqualTo(2);

        PostgresServer.execute(
                server.target("postgres"),
                "CREATE ROLE millrace_archiver NOLOGIN",
                "CREATE ROLE millrace_service NOLOGIN",
                "CREATE ROLE millrace_reader NOLOGIN",
                "CREATE ROLE ann LOGIN",
                "GRANT millrace_reader TO ann");
        PostgresServer.execute(target, "SELECT grant_roles()");
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

    /** The owner of a database owns its schema public as well. */
    private static DatabaseTarget databaseOf(String owner) {
        String name = server.newDatabase().url().replaceAll(".*/", "");
        PostgresServer.execute(server.target("postgres"), "ALTER DATABASE " + name + " OWNER TO " + owner);
        return new DatabaseTarget(server.target(name).url(), owner, "");
    }
}
