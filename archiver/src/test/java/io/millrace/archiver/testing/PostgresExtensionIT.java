package io.millrace.archiver.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@Covers({"S2-132", "S2-133"})
@ExtendWith(PostgresExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresExtensionIT {
    private static String first;

    @Test
    @Order(1)
    void shouldGiveEachParameterItsOwnMigratedDatabase(DatabaseTarget one, DatabaseTarget two) {
        assertThat(one).isNotEqualTo(two);
        PostgresServer.execute(one, "CREATE TABLE mine (x int)");
        assertThat(PostgresServer.query(two, "SELECT to_regclass('mine')")).isNull();
        assertThat(PostgresServer.query(two, "SELECT to_regclass('ticks')")).isEqualTo("ticks");
        first = name(one);
    }

    @Test
    @Order(2)
    void shouldDropTheDatabasesOfATestAfterIt(PostgresServer server) {
        assertThat(PostgresServer.query(
                        server.target("postgres"), "SELECT datname FROM pg_database WHERE datname = '" + first + "'"))
                .isNull();
    }

    private static String name(DatabaseTarget target) {
        return target.url().substring(target.url().lastIndexOf('/') + 1);
    }
}
