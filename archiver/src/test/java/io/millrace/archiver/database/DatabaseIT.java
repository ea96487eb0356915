package io.millrace.archiver.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(PostgresExtension.class)
class DatabaseIT {
    @Test
    void shouldTellTheServerWhenToGiveALostLinkUp(DatabaseTarget database) throws SQLException {
        try (Connection connection = Database.connect(database, "test", Database.WRITE_TIMEOUT)) {
            Map.of(
                            "tcp_keepalives_idle", "10",
                            "tcp_keepalives_interval", "5",
                            "tcp_keepalives_count", "3",
                            "tcp_user_timeout", "25000",
                            "client_connection_check_interval", "5s",
                            "lock_timeout", "30s")
                    .forEach((name, value) ->
                            assertThat(show(connection, name)).as(name).isEqualTo(value));
        }
    }

    @Test
    void shouldCommitToDiskWhereTheServerWouldNot(DatabaseTarget database) throws SQLException {
        for (String[] setting : new String[][] {{"off", "on"}, {"on", "on"}, {"remote_apply", "remote_apply"}}) {
            String name = database.url().substring(database.url().lastIndexOf('/') + 1);
            PostgresServer.execute(database, "ALTER DATABASE " + name + " SET synchronous_commit = " + setting[0]);
            try (Connection connection = Database.connect(database, "test", Database.WRITE_TIMEOUT)) {
                Database.commitToDisk(connection);
                assertThat(show(connection, "synchronous_commit")).isEqualTo(setting[1]);
            }
        }
    }

    private static String show(Connection connection, String name) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
