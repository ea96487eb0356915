package io.millrace.archiver.run;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.ArchiverLockedException;
import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.archiver.checkpoint.ArchiverLock;
import io.millrace.archiver.checkpoint.ArchiverLock.Backend;
import io.millrace.archiver.checkpoint.PositionStore;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import io.millrace.archiver.deadletter.DeadLetter;
import io.millrace.archiver.deadletter.DeadLetterStore;
import io.millrace.archiver.schema.ArchiverRole;
import io.millrace.archiver.schema.TickPartitions;
import io.millrace.archiver.sink.DeadLetterMaker;
import io.millrace.archiver.sink.Dictionaries;
import io.millrace.archiver.sink.JournalAudit;
import io.millrace.archiver.sink.MissingExplanations;
import io.millrace.archiver.sink.RecordSink;
import io.millrace.archiver.sink.Refusals;
import io.millrace.journal.fault.Failpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One connection that holds the lock of an engine, and what was read through it: position and names.
 *
 * <p>Opened and closed by the archiver's thread, which collects into {@link #sink}. Transactions are written by one thread at a
 * time; between hand-over and end the archiver's thread leaves the connection alone. After any exception the session is
 * closed and another one opened: whether a commit whose answer was lost has happened, only the position in the database can tell.
 */
final class ArchiveSession implements AutoCloseable {
    private static final String UNDEFINED_TABLE = "42P01";

    private final Connection connection;
    private final Backend backend;
    private final Optional<String> roleRefusal;
    private final TickPartitions partitions = new TickPartitions();
    private RecordSink sink;
    private RecordSink spare;
    private ArchivePosition position;
    private long deadLetters;

    private ArchiveSession(
            Connection connection,
            Backend backend,
            Optional<String> roleRefusal,
            ArchivePosition position,
            long deadLetters,
            RecordSink sink,
            RecordSink spare) {
        this.connection = connection;
        this.backend = backend;
        this.roleRefusal = roleRefusal;
        this.position = position;
        this.deadLetters = deadLetters;
        this.sink = sink;
        this.spare = spare;
    }

    /**
     * Connects, takes the lock, then reads the position: in this order, so that nobody moves it any more. In between it becomes the
     * archiver's role: not earlier, since only the login may see and end connections of its own.
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
            Optional<String> roleRefusal = ArchiverRole.take(connection);
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
                    roleRefusal,
                    position,
                    deadLetters,
                    new RecordSink(engineId, dictionaries, position.sequence()),
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

    /** Why the session is not the archiver's role; empty where it is. */
    Optional<String> roleRefusal() {
        return roleRefusal;
    }

    ArchivePosition position() {
        return position;
    }

    /** Takes the records after those that are handed over. */
    RecordSink sink() {
        return sink;
    }

    /** Gives the sink away with all that it has collected; the other one, which is empty by now, takes what comes next. */
    RecordSink handOver() {
        RecordSink full = sink;
        sink = spare;
        spare = full;
        sink.continueAfter(full);
        return full;
    }

    /** Dead letters of the engine as this session knows them. */
    long deadLetters() {
        return deadLetters;
    }

    /**
     * Writes a transaction together with the position that it leads to; all or nothing. Records that the database refuses become
     * dead letters in the same transaction.
     *
     * @param maxDeadLetters of the engine, those that are there included
     * @return what was set aside
     */
    List<DeadLetter> write(Transaction transaction, JournalSource journal, int maxDeadLetters)
            throws SQLException, Refusals.TooManyException {
        if (transaction.afterSequence() != position.sequence()) {
            throw new ArchiverException("records after " + transaction.afterSequence()
                    + " were to be written, the archive ends at " + position.sequence()
                    + ": a transaction before them has failed, nothing is written");
        }
        try {
            writeRows(transaction);
            finish(transaction);
            return List.of();
        } catch (SQLException e) {
            if (SqlErrors.isTransient(e) || !SqlErrors.isRowRefused(e)) {
                throw e;
            }
            return writeTheRest(transaction, journal, maxDeadLetters - deadLetters);
        }
    }

    private void writeRows(Transaction transaction) throws SQLException {
        RecordSink rows = transaction.rows();
        partitions.ensureAhead(connection, rows.tickDays(), transaction.newestTimeNs());
        try {
            rows.write(connection, transaction.rowsByTable());
        } catch (SQLException e) {
            if (!UNDEFINED_TABLE.equals(e.getSQLState()) || rows.tickDays().isEmpty()) {
                throw e;
            }
            // A retention has taken a day off since we saw it, and rows of it come late.
            connection.rollback();
            transaction.rowsByTable().clear();
            partitions.forget();
            partitions.ensure(connection, rows.tickDays());
            rows.write(connection, transaction.rowsByTable());
        }
    }

    /** The same once more after a refusal, record by record where it must be; nothing is set aside where the cause is gone by now. */
    private List<DeadLetter> writeTheRest(Transaction transaction, JournalSource journal, long room)
            throws SQLException, Refusals.TooManyException {
        RecordSink rows = transaction.rows();
        connection.rollback();
        transaction.rowsByTable().clear();
        partitions.forget();
        partitions.ensure(connection, rows.tickDays());
        Dictionaries before = Dictionaries.load(connection, position.engineId(), position.sequence());
        Refusals refusals = new Refusals(room);
        rows.write(connection, transaction.rowsByTable(), refusals);
        DeadLetterMaker maker = new DeadLetterMaker(refusals, before);
        journal.readAgain(position.journal(), transaction.end().sequence(), maker);
        List<DeadLetter> letters = maker.letters();
        DeadLetterStore.insert(connection, position.engineId(), position.journalId(), letters);
        deadLetters += letters.size();
        finish(transaction);
        return letters;
    }

    private void finish(Transaction transaction) throws SQLException {
        ArchivePosition reached = position.at(transaction.end(), transaction.batchCrc());
        PositionStore.advance(connection, position, reached);
        if (deadLetters > 0) {
            // Somebody may have tried them again meanwhile.
            deadLetters = DeadLetterStore.count(connection, position.engineId());
        }
        Failpoint.ARCHIVE_BEFORE_COMMIT.pass();
        connection.commit();
        Failpoint.ARCHIVE_AFTER_COMMIT.pass();
        position = reached;
        transaction.rows().clear();
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
