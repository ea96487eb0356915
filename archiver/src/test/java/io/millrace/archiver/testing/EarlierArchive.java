package io.millrace.archiver.testing;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import io.millrace.journal.testing.RawBatches;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * An archive of schema version 10 with the journals behind it, as the archiver and the appender of that time wrote them: the bytes in
 * {@code archive-v10} are never made again. Two engines, two days, names that change, every kind of record that there was, one dead letter
 * each, and records that nobody has archived yet. One thread.
 */
public final class EarlierArchive {
    /** Its engines. */
    public static final List<Integer> ENGINES = List.of(7, 65_535);

    private static final String VERSION = "10";
    private static final String DIRECTORY = "/archive-v10/";
    private static final String END_OF_ROWS = "\\.";

    /** As that version made them. */
    private static final String[] PARTITION = {
        "CREATE TABLE %1$s (LIKE ticks INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMMENTS)",
        "ALTER TABLE ticks ATTACH PARTITION %1$s FOR VALUES FROM ('%2$s 00:00:00+00') TO ('%3$s 00:00:00+00')"
    };

    private EarlierArchive() {}

    /** Brings an empty database to that version and fills it. */
    public static void restore(DatabaseTarget target) throws SQLException {
        Migrations.migrateTo(target, VERSION);
        for (int day = 8; day <= 9; day++) {
            for (String sql : PARTITION) {
                PostgresServer.execute(
                        target,
                        String.format(
                                sql, "ticks_2024080" + day, "2024-08-0" + day, "2024-08-" + (day < 9 ? "09" : "10")));
            }
        }
        try (Connection connection = PostgresServer.connect(target)) {
            for (Map.Entry<String, String> table : rows().entrySet()) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + table.getKey() + " FROM STDIN", new StringReader(table.getValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tables with their columns, such as {@code prices(event_time,...)}, and their rows as COPY writes them. */
    public static Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        try (BufferedReader reader = read("rows.copy")) {
            for (String table = reader.readLine(); table != null; table = reader.readLine()) {
                StringBuilder text = new StringBuilder();
                for (String row = reader.readLine(); !row.equals(END_OF_ROWS); row = reader.readLine()) {
                    text.append(row).append('\n');
                }
                rows.put(table, text.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** Writes the journal of an engine, batch by batch as it was. */
    public static void writeJournal(Path directory, int engineId) {
        try (BufferedReader batches = read("journal-" + engineId + ".hex")) {
            RawBatches.append(
                    directory, batches.lines().map(HexFormat.of()::parseHex).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader read(String file) {
        InputStream stream = EarlierArchive.class.getResourceAsStream(DIRECTORY + file);
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }
}
