package io.millrace.archiver.access.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.archiver.access.connection.Call;
import io.millrace.archiver.access.connection.DatabaseConnection;
import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.testing.AccessFixture;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the real server says, mapped; pool, network and deadlock have tests of their own beside the connection. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class AccessErrorsIT {
    private static final Sql INSERT =
            Sql.insert("INSERT INTO child (id, parent, share, doc) VALUES (:id, :parent, :share, :doc)");
    private static final Sql BAD = Sql.select("SELEC 1");
    private static final Sql MISSING_COLUMN = Sql.select("SELECT nothing FROM child");
    private static final Sql MISSING_TABLE = Sql.select("SELECT 1 FROM nowhere");
    private static final Sql SLEEP = Sql.select("SELECT 1 FROM pg_sleep(:seconds)");
    private static final Sql CAST = Sql.select("SELECT :text::integer");

    private DatabaseConnection connection;

    @BeforeEach
    void open(DatabaseTarget database) {
        PostgresServer.execute(
                database,
                "CREATE TABLE parent (id int PRIMARY KEY)",
                "INSERT INTO parent VALUES (1)",
                "CREATE TABLE child (id int CONSTRAINT child_pkey PRIMARY KEY, parent int NOT NULL CONSTRAINT child_parent_fkey"
                        + " REFERENCES parent, share numeric(3, 2) CONSTRAINT child_share_range CHECK (share <= 1), doc jsonb)");
        connection = AccessFixture.openHasty(database, 4);
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    @Covers("S2-092")
    void shouldNameTheViolatedConstraint() {
        insert(1, 1, "0.5", "{}").execute();
        assertConstraint(insert(1, 1, "0.5", "{}"), "child_pkey", "23505");
        assertConstraint(insert(2, 9, "0.5", "{}"), "child_parent_fkey", "23503");
        assertConstraint(insert(2, 1, "1.5", "{}"), "child_share_range", "23514");
    }

    @Test
    @Covers("S2-097")
    void shouldNameTheMissingValue() {
        NullViolationException error = catchThrowableOfType(
                NullViolationException.class, () -> insert(2, null, "0", "{}").execute());
        assertThat(error.context().table()).isEqualTo("child");
        assertThat(error.context().column()).isEqualTo("parent");
    }

    @Test
    @Covers("S2-096")
    void shouldNameAValueOfTheWrongKindWithoutRepeatingIt() {
        assertThat(catchThrowableOfType(
                        TypeMismatchException.class,
                        () -> insert(2, 1, "99", "{}").execute()))
                .hasMessageContaining("numeric field overflow");
        assertThat(catchThrowableOfType(
                        TypeMismatchException.class,
                        () -> insert(2, 1, "0", "{\"password\":\"secret").execute()))
                .hasMessageContaining("invalid input syntax for type json")
                .hasMessageNotContaining("secret")
                .rootCause()
                .hasMessageNotContaining("secret");
        assertThat(catchThrowableOfType(
                        TypeMismatchException.class,
                        () -> call(CAST).bind("text", "secret").one(Integer.class)))
                .hasMessageContaining("type integer: \"...\"");
    }

    @Test
    @Covers({"S2-094", "S2-095", "S2-089"})
    void shouldTellBadSqlFromAMissingTable() {
        InvalidSqlException bad =
                catchThrowableOfType(InvalidSqlException.class, () -> call(BAD).one(Integer.class));
        assertThat(bad.context().sqlState()).isEqualTo("42601");
        assertThat(bad.context().sql()).isEqualTo("SELEC 1");
        assertThat(bad.context().operation().toString()).isEqualTo("Test.provoke");
        assertThat(catchThrowableOfType(
                        InvalidSqlException.class, () -> call(MISSING_COLUMN).one(Integer.class)))
                .hasMessageContaining("column \"nothing\" does not exist");
        assertThat(catchThrowableOfType(
                        MissingTableException.class, () -> call(MISSING_TABLE).one(Integer.class)))
                .hasMessageContaining("relation \"nowhere\" does not exist");
    }

    @Test
    void shouldEndAStatementThatTakesTooLongAndKeepTheLink() {
        NetworkFailureException late = catchThrowableOfType(
                NetworkFailureException.class,
                () -> call(SLEEP).bind("seconds", 60).one(Integer.class));
        assertThat(late).hasMessageContaining("statement timeout");
        assertThat(connection.health().healthy()).isTrue();
    }

    private void assertConstraint(Call call, String constraint, String state) {
        ConstraintViolationException error = catchThrowableOfType(ConstraintViolationException.class, call::execute);
        assertThat(error.context().constraint()).isEqualTo(constraint);
        assertThat(error.context().sqlState()).isEqualTo(state);
        assertThat(error.context().table()).isEqualTo("child");
        assertThat(error.context().sql()).contains(":parent");
    }

    private Call insert(int id, Integer parent, String share, String doc) {
        return call(INSERT)
                .bind("id", id)
                .bind("parent", parent)
                .bind("share", new java.math.BigDecimal(share))
                .bind("doc", new Json(doc));
    }

    private Call call(Sql sql) {
        return connection.transactions().statements("Test").call("provoke", sql);
    }
}
