package io.millrace.archiver.history;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the server does for a query. Small tables make it read them whole, which is not what is asked here. */
final class Plans {
    private Plans() {}

    static List<String> of(DatabaseTarget target, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = PostgresServer.connect(target);
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            try (ResultSet row = statement.executeQuery("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + sql)) {
                while (row.next()) {
                    lines.add(row.getString(1));
                }
            }
        }
        return lines;
    }
}
