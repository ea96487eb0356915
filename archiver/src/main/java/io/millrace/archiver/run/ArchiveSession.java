package io.millrace.archiver.run;

import io.millrace.archiver.ArchiverLockedException;
import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.archiver.checkpoint.ArchiverLock;
import io.millrace.archiver.checkpoint.PositionStore;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.TickPartitions;
import io.millrace.archiver.sink.Dictionaries;
import io.millrace.archiver.sink.RecordSink;
import io.millrace.journal.tail.JournalPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * One connection that holds the lock of an engine, and what was read through it: position and names.
 *
 * <p>The archiver's thread. After any exception the session is closed and another one opened: whether a commit whose
 * answer was lost has happened, only the position in the database can tell.
 */
final class ArchiveSession implements AutoCloseable {
    private final Connection connection;
    private final TickPartitions partitions = new TickPartitions();
    private final RecordSink sink;
    private ArchivePosition position;

    private ArchiveSession(Connection connection, ArchivePosition position, RecordSink sink) {
        this.connection = connection;
        this.position = position;
        this.sink = sink;
    }

    /** Connects, takes the lock, then reads the position: in this order, so that nobody moves it any more. */
    static ArchiveSession open(DatabaseTarget target, int engineId, long journalId) throws SQLException {
        Connection connection = Database.connect(target, "millrace-archiver-" + engineId, Database.WRITE_TIMEOUT);
        try {
            if (!ArchiverLock.tryAcquire(connection, engineId)) {
                throw new ArchiverLockedException("another archiver writes engine " + engineId + " to "
                        + target.describe() + " (" + ArchiverLock.describeHolder(connection, engineId)
                        + "): stop it first, one is enough");
            }
            connection.setAutoCommit(false);
            ArchivePosition position = PositionStore.readOrCreate(connection, engineId, journalId);
            Dictionaries dictionaries = Dictionaries.load(connection, engineId);
            connection.commit();
            return new ArchiveSession(
                    connection, position, new RecordSink(engineId, dictionaries, position.sequence()));
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection, e);
            throw e;
        }
    }

    ArchivePosition position() {
        return position;
    }

    /** Takes the records after the position. */
    RecordSink sink() {
        return sink;
    }

    /** Writes what the sink has collected together with the position that it leads to; all or nothing. */
    void commit(JournalPosition next, Map<String, Long> rowsByTable) throws SQLException {
        partitions.ensure(connection, sink.tickDays());
        sink.write(connection, rowsByTable);
        ArchivePosition reached = position.at(next);
        PositionStore.advance(connection, position, reached);
        connection.commit();
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
