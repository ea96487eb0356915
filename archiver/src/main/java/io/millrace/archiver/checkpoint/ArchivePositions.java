package io.millrace.archiver.checkpoint;

import io.millrace.archiver.ArchiveMismatchException;
import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLState;

/**
 * How far a journal is in a database, for those who want to delete what is archived.
 *
 * <p>Any thread; a connection of its own for each call, which never waits for an archiver. Up to the position the
 * database holds each record on its disk: in its table, or whole among the dead letters.
 */
public final class ArchivePositions {
    private ArchivePositions() {}

    /**
     * The archive position of the journal in a directory, which has the very batch that was archived last; empty where nothing of
     * its engine was ever archived, or the journal is empty.
     *
     * @throws DatabaseUnavailableException when the database cannot be asked
     * @throws ArchiveMismatchException when the database holds another journal of the engine, or another past of this one
     */
    public static Optional<ArchivePosition> read(DatabaseTarget target, Path journalDirectory) {
        try (JournalTailer tailer = JournalTailer.open(journalDirectory)) {
            long[] owner = new long[2];
            if (!tailer.poll(batch -> {
                owner[0] = batch.engineId();
                owner[1] = batch.journalId();
            })) {
                return Optional.empty();
            }
            Optional<ArchivePosition> found = read(target, (int) owner[0], owner[1]);
            found.ifPresent(position -> position.requireSameBatch(tailer));
            return found;
        }
    }

    /**
     * The archive position of a journal; empty where nothing of its engine was ever archived.
     *
     * @throws DatabaseUnavailableException when the database cannot be asked
     * @throws ArchiveMismatchException when the database holds another journal of the engine
     */
    public static Optional<ArchivePosition> read(DatabaseTarget target, int engineId, long journalId) {
        try (Connection connection = Database.connect(target, "millrace-position", Database.CONNECT_TIMEOUT)) {
            Optional<ArchivePosition> found = PositionStore.read(connection, engineId);
            found.ifPresent(position -> PositionStore.requireSameJournal(position, journalId));
            return found;
        } catch (SQLException e) {
            if (PSQLState.UNDEFINED_TABLE.getState().equals(e.getSQLState())) {
                return Optional.empty();
            }
            if (PSQLState.UNDEFINED_COLUMN.getState().equals(e.getSQLState())) {
                throw new ArchiverException(
                        target.describe() + " is of an older version: run 'millrace archive' of this one first", e);
            }
            String reason = "cannot read the archive position from " + target.describe() + ": " + SqlErrors.describe(e);
            throw SqlErrors.isTransient(e) || SqlErrors.isRefused(e)
                    ? new DatabaseUnavailableException(reason, e)
                    : new ArchiverException(reason, e);
        }
    }
}
