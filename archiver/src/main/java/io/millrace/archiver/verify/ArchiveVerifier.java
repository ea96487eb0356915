package io.millrace.archiver.verify;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.archiver.checkpoint.PositionStore;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.tail.BatchView;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.postgresql.util.PSQLState;

/**
 * Compares an archive with its journal, record by record and column by column, from the first record that the journal still
 * has up to the archive position.
 *
 * <p>One thread. Reads only: one snapshot of the database, so an archiver may work meanwhile. Constant memory. Damage
 * of the journal up to the position is thrown as {@link JournalDamagedException}; a difference is a result.
 */
public final class ArchiveVerifier {
    /** Sequences that the server sorts at a time. */
    private static final long WINDOW = 1 << 18;

    private final LongConsumer progress;
    private final long window;
    private final RecordComparison comparison;
    private final ArchivePosition archived;
    private final long position;
    /** The last record before the journal's first. */
    private final long before;

    private long checked;
    private long windowEnd;

    private ArchiveVerifier(
            RecordComparison comparison,
            ArchivePosition archived,
            long firstSequence,
            long window,
            LongConsumer progress) {
        this.comparison = comparison;
        this.archived = archived;
        this.position = archived.sequence();
        this.before = firstSequence - 1;
        this.checked = before;
        this.window = window;
        this.progress = progress;
    }

    /**
     * Compares.
     *
     * @param progress told the records compared so far, now and then
     * @throws DatabaseUnavailableException when the database cannot be reached
     * @throws io.millrace.archiver.ArchiveMismatchException when the archive is of another journal
     */
    public static ArchiveCheck verify(Path journalDirectory, DatabaseTarget target, LongConsumer progress) {
        return verify(journalDirectory, target, progress, WINDOW);
    }

    /** As above with another window. */
    static ArchiveCheck verify(Path journalDirectory, DatabaseTarget target, LongConsumer progress, long window) {
        try (JournalTailer tailer = JournalTailer.open(journalDirectory);
                Connection connection = Database.connect(target, "millrace-verify", Database.LONG_TIMEOUT)) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            long[] owner = new long[2];
            if (!tailer.poll(batch -> {
                owner[0] = batch.engineId();
                owner[1] = batch.journalId();
            })) {
                return ArchiveCheck.nothing(Optional.empty());
            }
            int engineId = (int) owner[0];
            Optional<ArchivePosition> archived = positionOf(connection, engineId);
            if (archived.isEmpty()) {
                return ArchiveCheck.nothing(
                        Optional.of("nothing of engine " + engineId + " is archived: run `millrace archive` first"));
            }
            PositionStore.requireSameJournal(archived.get(), owner[1]);
            tailer.seekToStart();
            JournalExtent extent = tailer.extent();
            try (RecordComparison comparison = new RecordComparison(connection, engineId)) {
                comparison.learn(extent);
                return new ArchiveVerifier(comparison, archived.get(), extent.firstSequence(), window, progress)
                        .run(tailer);
            }
        } catch (SQLException e) {
            throw failure(target, e);
        } catch (SqlFailure e) {
            throw failure(target, e.cause);
        }
    }

    /** A database without our tables holds nothing of any engine. */
    private static Optional<ArchivePosition> positionOf(Connection connection, int engineId) throws SQLException {
        try {
            return PositionStore.read(connection, engineId);
        } catch (SQLException e) {
            if (PSQLState.UNDEFINED_TABLE.getState().equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private ArchiveCheck run(JournalTailer tailer) throws SQLException {
        Optional<String> difference = Optional.empty();
        try {
            compareAll(tailer);
        } catch (Difference e) {
            difference = Optional.of(e.getMessage());
        }
        tell();
        long lag = difference.isEmpty() ? countRest(tailer) : 0;
        return new ArchiveCheck(
                checked - before,
                comparison.rows(),
                position,
                lag,
                comparison.deadLetters().count(),
                comparison.deadLetters().first(),
                difference);
    }

    /** Records after the position, up to damage if there is any: that is the journal's own check's business. */
    private long countRest(JournalTailer tailer) {
        try {
            while (tailer.poll(batch -> {})) {
                tell();
            }
        } catch (JournalDamagedException e) {
            return tailer.position().sequence() - position;
        }
        return tailer.position().sequence() - position;
    }

    private void tell() {
        progress.accept(checked - before);
    }

    private void compareAll(JournalTailer tailer) throws SQLException {
        if (position < before) {
            throw new Difference("journal: it begins at sequence " + (before + 1) + ", the archive ends at " + position
                    + "; what lies between is in neither");
        }
        while (checked < position) {
            if (!tailer.poll(this::onBatch)) {
                throw new Difference(
                        "journal: it ends at sequence " + checked + ", the archive position is " + position);
            }
        }
        if (windowEnd > 0) {
            comparison.endWindow();
        }
        comparison.finish(position);
    }

    private void onBatch(BatchView batch) {
        batch.forEach(this::onRecord);
        if (batch.lastSequence() == position
                && archived.batchCrc().isPresent()
                && archived.batchCrc().getAsInt() != batch.crc()) {
            throw new Difference(String.format(
                    "archive_position: CRC32C of the batch at sequence %d is %08x, the journal's %08x",
                    position, archived.batchCrc().getAsInt(), batch.crc()));
        }
        tell();
    }

    private void onRecord(long sequence, int templateId, DirectBuffer buffer, int offset, int length) {
        if (sequence > position) {
            return;
        }
        try {
            if (sequence > windowEnd) {
                if (windowEnd > 0) {
                    comparison.endWindow();
                }
                windowEnd = Math.min(position, sequence + window - 1);
                comparison.openWindow(sequence, windowEnd);
            }
            comparison.compare(sequence, templateId, buffer, offset, length);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
        checked = sequence;
    }

    private static RuntimeException failure(DatabaseTarget target, SQLException e) {
        String reason = "cannot compare with " + target.describe() + ": " + SqlErrors.describe(e);
        if (SqlErrors.isTransient(e) || SqlErrors.isRefused(e)) {
            return new DatabaseUnavailableException(reason, e);
        }
        return new ArchiverException(
                reason + "; was anything ever archived there by this version? run `millrace archive --once`", e);
    }

    /** Carries an SQL error through the journal's callback. */
    private static final class SqlFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final SQLException cause;

        SqlFailure(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
