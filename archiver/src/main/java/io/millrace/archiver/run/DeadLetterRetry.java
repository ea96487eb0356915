package io.millrace.archiver.run;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.archiver.checkpoint.PositionStore;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import io.millrace.archiver.deadletter.DeadLetter;
import io.millrace.archiver.deadletter.DeadLetterStore;
import io.millrace.archiver.schema.ArchiverRole;
import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.schema.TickPartitions;
import io.millrace.archiver.sink.Dictionaries;
import io.millrace.archiver.sink.RecordSink;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries to store dead letters after all, each in a transaction of its own that takes the letter away and writes its rows.
 *
 * <p>One thread, with a connection of its own; an archiver may work meanwhile, and so may a second retry: whoever takes
 * the letter away stores it. What is still refused stays a dead letter with the new cause.
 */
public final class DeadLetterRetry {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRetry.class);

    private final Connection connection;
    private final int engineId;
    private final TickPartitions partitions = new TickPartitions();

    private long stored;
    private long refused;
    private String firstRefusal;

    private DeadLetterRetry(Connection connection, int engineId) {
        this.connection = connection;
        this.engineId = engineId;
    }

    /**
     * What a retry did. Immutable.
     *
     * @param stored dead letters whose rows are in their tables now
     * @param refused dead letters that were refused again
     * @param firstRefusal sequence, table and cause of the first of those
     */
    public record RetryReport(long stored, long refused, Optional<String> firstRefusal) {}

    /**
     * Tries each dead letter of a journal's engine once, in the order of the journal.
     *
     * @throws DatabaseUnavailableException when the database is away; what is stored by then stays
     * @throws io.millrace.archiver.ArchiveMismatchException when the database holds another journal of the engine
     * @throws io.millrace.journal.JournalMissingException when there is no journal
     */
    public static RetryReport run(Path journalDirectory, DatabaseTarget target) {
        try (JournalSource journal = new JournalSource(journalDirectory)) {
            if (!journal.identify()) {
                return new RetryReport(0, 0, Optional.empty());
            }
            Migrations.migrate(target);
            try (Connection connection =
                    Database.connect(target, "millrace-retry-" + journal.engineId(), Database.WRITE_TIMEOUT)) {
                Database.commitToDisk(connection);
                ArchiverRole.take(connection)
                        .ifPresent(why -> LOG.warn("the retry for engine {} {}", journal.engineId(), why));
                connection.setAutoCommit(false);
                Optional<ArchivePosition> position = PositionStore.read(connection, journal.engineId());
                position.ifPresent(found -> PositionStore.requireSameJournal(found, journal.journalId()));
                return new DeadLetterRetry(connection, journal.engineId()).all();
            }
        } catch (SQLException e) {
            String reason = "cannot retry dead letters in " + target.describe() + ": " + SqlErrors.describe(e);
            throw SqlErrors.isTransient(e) || SqlErrors.isRefused(e)
                    ? new DatabaseUnavailableException(reason + "; what was stored stays, run again", e)
                    : new ArchiverException(reason, e);
        }
    }

    private RetryReport all() throws SQLException {
        Optional<DeadLetter> next = DeadLetterStore.next(connection, engineId, 0, "");
        while (next.isPresent()) {
            DeadLetter letter = next.get();
            RecordSink sink = encode(letter);
            connection.commit();
            partitions.ensure(connection, sink.tickDays());
            try {
                store(letter, sink);
            } catch (SQLException e) {
                if (!SqlErrors.isRowRefused(e)) {
                    throw e;
                }
                connection.rollback();
                refuse(letter, e);
            }
            next = DeadLetterStore.next(connection, engineId, letter.sequence(), letter.table());
        }
        connection.commit();
        return new RetryReport(stored, refused, Optional.ofNullable(firstRefusal));
    }

    /** The letter's rows by the names in force at its sequence. */
    private RecordSink encode(DeadLetter letter) throws SQLException {
        Dictionaries dictionaries = Dictionaries.load(connection, engineId, letter.sequence() - 1);
        letter.instrument().ifPresent(dictionaries::define);
        RecordSink sink = new RecordSink(engineId, dictionaries, letter.sequence() - 1);
        byte[] record = letter.record();
        sink.onRecord(letter.sequence(), letter.templateId(), new UnsafeBuffer(record), 0, record.length);
        return sink;
    }

    private void store(DeadLetter letter, RecordSink sink) throws SQLException {
        if (DeadLetterStore.delete(connection, engineId, letter)) {
            sink.write(connection, new TreeMap<>());
            count(letter.sequence());
            connection.commit();
            stored++;
        } else {
            connection.rollback();
        }
    }

    /** Bars and counts may have passed this sequence; they take it in now, in the transaction of the row. */
    private void count(long sequence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT add_late_record(?, ?)")) {
            statement.setInt(1, engineId);
            statement.setLong(2, sequence);
            statement.execute();
        }
    }

    private void refuse(DeadLetter letter, SQLException reason) throws SQLException {
        DeadLetterStore.noteRefusal(connection, engineId, letter, reason.getSQLState(), SqlErrors.describe(reason));
        connection.commit();
        refused++;
        if (firstRefusal == null) {
            firstRefusal = "record " + letter.sequence() + ", " + letter.table() + ": " + SqlErrors.describe(reason);
        }
    }
}
