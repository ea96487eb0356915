package io.millrace.archiver.maintenance;

import io.millrace.archiver.database.DatabaseTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rebuilds indexes that have grown or are not valid, without holding up readers or writers. Stateless, any thread; the view
 * {@code index_report} says which ones and why. An index that nobody uses is told, never dropped.
 */
public final class IndexCare {
    private static final String REPORT = """
            SELECT table_name, index_name, size_bytes, expected_bytes, bloat_share, scans, valid, advice
            FROM index_report
            WHERE advice <> 'KEEP' OR ?
            ORDER BY advice, size_bytes DESC, index_name
            """;
    private static final String ONE =
            "SELECT table_name, index_name, size_bytes, valid, advice FROM index_report WHERE index_name = ?";

    /** What a rebuild that was broken off leaves beside the index; rebuilding that would help nobody. */
    private static final String STATEMENT = """
            SELECT format(CASE WHEN NOT valid AND index_name ~ '_cc(new|old)[0-9]*$' THEN 'DROP INDEX CONCURRENTLY public.%I'
                               ELSE 'REINDEX INDEX CONCURRENTLY public.%I' END, index_name) AS statement
            FROM index_report WHERE index_name = ?
            """;

    private static final String SIZE =
            "SELECT coalesce(pg_relation_size(to_regclass(format('public.%I', ?::text))), 0) AS size_bytes";

    private IndexCare() {}

    /** What was done to an index. */
    public record Rebuilt(String index, long bytesBefore, long bytesAfter) {}

    /** Hears of each index before it is worked on. */
    @FunctionalInterface
    public interface Progress {
        /** Work on an index begins. */
        void beginning(String index, int number, int count);
    }

    /** The rows of {@code index_report}: those that want something done, or all. */
    public static List<Map<String, Object>> report(DatabaseTarget target, boolean all) {
        return RowQuery.on(target, connection -> RowQuery.rows(connection, REPORT, all));
    }

    /**
     * Rebuilds one index, or all that the report advises to.
     *
     * @param index name, or null for all
     * @throws IllegalArgumentException where there is no such index
     */
    public static List<Rebuilt> rebuild(DatabaseTarget target, String index, Progress progress) {
        return RowQuery.on(target, connection -> {
            List<String> names = names(connection, index);
            List<Rebuilt> done = new ArrayList<>();
            for (String name : names) {
                progress.beginning(name, done.size() + 1, names.size());
                done.add(rebuild(connection, name));
            }
            return done;
        });
    }

    private static List<String> names(Connection connection, String index) throws SQLException {
        if (index == null) {
            return RowQuery.rows(connection, REPORT, false).stream()
                    .filter(row -> row.get("advice").equals("REBUILD"))
                    .map(row -> (String) row.get("index_name"))
                    .toList();
        }
        if (RowQuery.rows(connection, ONE, index).isEmpty()) {
            throw new IllegalArgumentException("no index of that name in the schema public");
        }
        return List.of(index);
    }

    private static Rebuilt rebuild(Connection connection, String name) throws SQLException {
        long before = size(connection, name);
        String sql = (String) RowQuery.rows(connection, STATEMENT, name).get(0).get("statement");
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return new Rebuilt(name, before, size(connection, name));
    }

    private static long size(Connection connection, String name) throws SQLException {
        return (Long) RowQuery.rows(connection, SIZE, name).get(0).get("size_bytes");
    }
}
