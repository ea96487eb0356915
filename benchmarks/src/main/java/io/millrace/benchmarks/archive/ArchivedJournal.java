package io.millrace.benchmarks.archive;

import io.millrace.archiver.run.ArchiveReport;
import io.millrace.archiver.run.Archiver;
import io.millrace.archiver.run.ArchiverConfig;
import io.millrace.benchmarks.load.LiveRun;
import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.engine.recovery.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A journal that an engine wrote under the standard load, to be archived again and again. Main thread. */
final class ArchivedJournal {
    /** Holds the definitions in force, by ordinary inserts; the archive has them before the first row that is measured. */
    private static final String DEFINITIONS = "instruments";

    private final ArchiveServer server;
    private final Path dataDirectory;
    private final Path journal;
    private final long lastSequence;
    private final Set<String> written = new TreeSet<>();

    private ArchivedJournal(final ArchiveServer server, final Path dataDirectory, final long lastSequence) {
        this.server = server;
        this.dataDirectory = dataDirectory;
        this.journal = new DataDirectory(dataDirectory).journal();
        this.lastSequence = lastSequence;
    }

    /** Lets an engine write it as fast as it goes. */
    static ArchivedJournal write(final ArchiveServer server, final Path dataDirectory, final int events) {
        final LiveRun run = LiveRun.on(
                dataDirectory,
                LoadConfig.standard(Waiting.YIELDING.overrides()),
                new StandardLoad(LoadShape.STANDARD),
                0,
                events);
        return new ArchivedJournal(server, dataDirectory, run.report().lastSequence());
    }

    /** Archives all of it into tables that are made empty before. */
    Commits archive() throws SQLException {
        clear();
        server.execute("CHECKPOINT");
        final Commits commits = new Commits(server);
        try (Archiver archiver = Archiver.open(journal, server.target(), ArchiverConfig.defaults())) {
            final ArchiveReport report = archiver.runOnce(commits);
            if (report.position().sequence() != lastSequence || report.deadLetters() > 0) {
                throw new IllegalStateException("the journal ends at " + lastSequence + ", the archiver: " + report);
            }
            written.addAll(report.rowsByTable().keySet());
        }
        return commits;
    }

    private void clear() throws SQLException {
        if (!written.isEmpty()) {
            server.execute("DELETE FROM archive_position", "TRUNCATE " + String.join(", ", written) + " CASCADE");
        }
    }

    /** Deletes the journal, and makes its tables empty. */
    void delete() throws SQLException {
        clear();
        ScratchDirectory.delete(dataDirectory);
    }

    /** The rows of a run that has just been, as its transactions had them. */
    CopyTape tape(final Commits commits) throws SQLException, IOException {
        final List<String> targets = new ArrayList<>();
        try (Connection connection = server.connect()) {
            for (final String table : written) {
                if (!table.equals(DEFINITIONS)) {
                    targets.addAll(leaves(connection, table));
                }
            }
            return CopyTape.read(connection, targets, commits.lastSequences());
        }
    }

    /** Stores a tape into its tables, made empty before, over so many connections. */
    Work store(final CopyTape tape, final int streams) throws Exception {
        server.execute(tape.truncate(), "CHECKPOINT");
        return streams == 1 ? tape.store(server) : tape.store(server, streams);
    }

    /** The tables that hold the rows of a table: its partitions, or itself. */
    private static List<String> leaves(final Connection connection, final String table) throws SQLException {
        final List<String> leaves = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT relid::regclass::text FROM pg_partition_tree(?::regclass) WHERE isleaf")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    leaves.add(row.getString(1));
                }
            }
        }
        return leaves.isEmpty() ? List.of(table) : leaves;
    }
}
