package io.millrace.archiver.run;

import io.millrace.archiver.ArchiverLockedException;
import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.archiver.checkpoint.ArchiverLock;
import io.millrace.archiver.checkpoint.ArchiverLock.Backend;
import io.millrace.archiver.checkpoint.PositionStore;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.deadletter.DeadLetter;
import io.millrace.archiver.deadletter.DeadLetterStore;
import io.millrace.archiver.schema.TickPartitions;
import io.millrace.archiver.sink.DeadLetterMaker;
import io.millrace.archiver.sink.Dictionaries;
import io.millrace.archiver.sink.JournalAudit;
import io.millrace.archiver.sink.MissingExplanations;
import io.millrace.archiver.sink.RecordSink;
import io.millrace.archiver.sink.Refusals;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.tail.JournalPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One connection that holds the lock of an engine, and what was read through it: position and names.
 *
 * <p>The archiver's thread. After any exception the session is closed and another one opened: whether a commit whose
 * answer was lost has happened, only the position in the database can tell.
 */
final class ArchiveSession implements AutoCloseable {
    private static final String UNDEFINED_TABLE = "42P01";

    private final Connection connection;
    private final Backend backend;
    private final TickPartitions partitions = new TickPartitions();
    private final RecordSink sink;
    private ArchivePosition position;
    private long deadLetters;

    private ArchiveSession(
            Connection connection, Backend backend, ArchivePosition position, long deadLetters, RecordSink sink) {
        this.connection = connection;
        this.backend = backend;
        this.position = position;
        this.deadLetters = deadLetters;
        this.sink = sink;
    }

    /**
     * Connects, takes the lock, then reads the position: in this order, so that nobody moves it any more.
     *
     * @param lost this archiver's connection before, which may still hold the lock at the server; null for none
     */
    static ArchiveSession open(
            DatabaseTarget target, Duration socketTimeout, int engineId, long journalId, Backend lost)
            throws SQLException {
        Connection connection = Database.connect(target, "millrace-archiver-" + engineId, socketTimeout);
        try {
            Database.commitToDisk(connection);
            if (!ArchiverLock.tryAcquire(connection, engineId)) {
                if (lost != null) {
                    ArchiverLock.endLost(connection, engineId, lost);
                }
                throw new ArchiverLockedException("another archiver writes engine " + engineId + " to "
                        + target.describe() + " (" + ArchiverLock.describeHolder(connection, engineId)
                        + "): stop it first, one is enough");
            }
            Backend backend = ArchiverLock.backend(connection);
            connection.setAutoCommit(false);
            ArchivePosition position = PositionStore.readOrCreate(connection, engineId, journalId);
            Dictionaries dictionaries = Dictionaries.load(connection, engineId, position.sequence());
            long deadLetters = DeadLetterStore.count(connection, engineId);
            MissingExplanations.write(connection, engineId);
            JournalAudit.begin(connection, engineId, position.sequence());
            connection.commit();
            return new ArchiveSession(
                    connection,
                    backend,
                    position,
                    deadLetters,
                    new RecordSink(engineId, dictionaries, position.sequence()));
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection, e);
            throw e;
        }
    }

    /** The server's end of the connection. */
    Backend backend() {
        return backend;
    }

    ArchivePosition position() {
        return position;
    }

    /** Takes the records after the position. */
    RecordSink sink() {
        return sink;
    }

    /** Dead letters of the engine as this session knows them. */
    long deadLetters() {
        return deadLetters;
    }

    /** Writes what the sink has collected together with the position that it leads to; all or nothing. */
    void commit(JournalPosition next, int batchCrc, Map<String, Long> rowsByTable) throws SQLException {
        partitions.ensureAhead(connection, sink.tickDays(), sink.newestTimeNs());
        try {
            sink.write(connection, rowsByTable);
        } catch (SQLException e) {
            if (!UNDEFINED_TABLE.equals(e.getSQLState()) || sink.tickDays().isEmpty()) {
                throw e;
            }
            // A retention has taken a day off since we saw it, and rows of it come late.
            connection.rollback();
            rowsByTable.clear();
            partitions.forget();
            partitions.ensure(connection, sink.tickDays());
            sink.write(connection, rowsByTable);
        }
        finish(next, batchCrc);
    }

    /**
     * The same after the database has refused a row: the records that it refuses become dead letters, in the same
     * transaction.
     *
     * @param room how many may
     * @return those of this transaction; none where the cause was gone at the second try
     */
    List<DeadLetter> commitTheRest(
            JournalPosition next, Map<String, Long> rowsByTable, JournalSource journal, long room)
            throws SQLException, Refusals.TooManyException {
        connection.rollback();
        rowsByTable.clear();
        partitions.forget();
        partitions.ensure(connection, sink.tickDays());
        Dictionaries before = Dictionaries.load(connection, position.engineId(), position.sequence());
        Refusals refusals = new Refusals(room);
        sink.write(connection, rowsByTable, refusals);
        DeadLetterMaker maker = new DeadLetterMaker(refusals, before);
        journal.readAgain(position.journal(), next.sequence(), maker);
        List<DeadLetter> letters = maker.letters();
        DeadLetterStore.insert(connection, position.engineId(), position.journalId(), letters);
        deadLetters += letters.size();
        finish(next, journal.batchCrc());
        return letters;
    }

    private void finish(JournalPosition next, int batchCrc) throws SQLException {
        ArchivePosition reached = position.at(next, batchCrc);
        PositionStore.advance(connection, position, reached);
        if (deadLetters > 0) {
            // Somebody may have tried them again meanwhile.
            deadLetters = DeadLetterStore.count(connection, position.engineId());
        }
        Failpoint.ARCHIVE_BEFORE_COMMIT.pass();
        connection.commit();
        Failpoint.ARCHIVE_AFTER_COMMIT.pass();
        position = reached;
        sink.clear();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Closing a connection that is already broken may fail once more; the first failure is the one that counts. */
    private static void closeQuietly(Connection connection, Exception first) {
        try {
            connection.close();
        } catch (SQLException e) {
            first.addSuppressed(e);
        }
    }
}
