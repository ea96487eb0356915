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

/** A journal that an engine wrote under the standard load, to be archived again and again. Main thread. */
final class ArchivedJournal {
    /** The tables that take nearly all rows, each in COPY alone: ticks, bars, values of indicators. */
    private static final List<String> BULK = List.of("ticks", "prices", "computed_indicators");

    private static final String ARCHIVE = "archive";
    private static final String RAW = "raw_copy";

    private final ArchiveServer server;
    private final Path dataDirectory;
    private final Path journal;
    private final long lastSequence;

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

    /** Archives all of it into a new database. */
    Commits archive() throws SQLException {
        server.renew(ARCHIVE);
        server.checkpoint();
        final Commits commits = new Commits(server);
        try (Archiver archiver = Archiver.open(journal, server.target(ARCHIVE), ArchiverConfig.defaults())) {
            final ArchiveReport report = archiver.runOnce(commits);
            if (report.position().sequence() != lastSequence || report.deadLetters() > 0) {
                throw new IllegalStateException("the journal ends at " + lastSequence + ", the archiver: " + report);
            }
        }
        return commits;
    }

    /** Archives once and takes the rows of that as its transactions had them; its database stays, to store them into. */
    CopyTape tape() throws SQLException, IOException {
        final Commits commits = archive();
        server.rename(ARCHIVE, RAW);
        try (Connection connection = server.connect(RAW)) {
            final List<String> targets = new ArrayList<>();
            for (final String table : BULK) {
                targets.addAll(leaves(connection, table));
            }
            return CopyTape.read(connection, targets, commits.lastSequences());
        }
    }

    /** Stores a tape into its tables, made empty before, over so many connections. */
    Work store(final CopyTape tape, final int streams) throws Exception {
        server.execute(RAW, tape.truncate());
        server.checkpoint();
        return streams == 1 ? tape.store(server, RAW) : tape.store(server, RAW, streams);
    }

    /** Deletes the journal and its databases. */
    void delete() throws SQLException {
        server.drop(ARCHIVE);
        server.drop(RAW);
        ScratchDirectory.delete(dataDirectory);
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
