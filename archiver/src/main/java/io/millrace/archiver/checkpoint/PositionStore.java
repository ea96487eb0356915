package io.millrace.archiver.checkpoint;

import io.millrace.archiver.ArchiveMismatchException;
import io.millrace.journal.tail.JournalPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads and moves rows of {@code archive_position} in the caller's transaction. Any thread; keeps no state. */
public final class PositionStore {
    private PositionStore() {}

    /** The position of an engine; empty when nothing of it was ever archived. */
    public static Optional<ArchivePosition> read(Connection connection, int engineId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT journal_id, sequence, queue_index, batch_crc FROM archive_position WHERE engine_id = ?")) {
            statement.setInt(1, engineId);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                JournalPosition journal = new JournalPosition(row.getLong(2), row.getLong(3));
                int crc = row.getInt(4);
                OptionalInt batchCrc = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(crc);
                return Optional.of(new ArchivePosition(engineId, row.getLong(1), journal, batchCrc));
            }
        }
    }

    /**
     * The position of an engine's journal, made at the start when there is none.
     *
     * @throws ArchiveMismatchException when another journal is archived under this engine id
     */
    public static ArchivePosition readOrCreate(Connection connection, int engineId, long journalId)
            throws SQLException {
        Optional<ArchivePosition> found = read(connection, engineId);
        if (found.isPresent()) {
            requireSameJournal(found.get(), journalId);
            return found.get();
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO archive_position (engine_id, journal_id, sequence, queue_index,"
                        + " updated_at) VALUES (?, ?, 0, 0, now())")) {
            statement.setInt(1, engineId);
            statement.setLong(2, journalId);
            statement.executeUpdate();
        }
        return new ArchivePosition(engineId, journalId, new JournalPosition(0, 0), OptionalInt.empty());
    }

    /** Refuses a position that another journal left. */
    public static void requireSameJournal(ArchivePosition position, long journalId) {
        if (position.journalId() != journalId) {
            throw new ArchiveMismatchException(String.format(
                    "the database holds journal %016x under engine %d, this journal is %016x: archive it under another"
                            + " engine id or into another database",
                    position.journalId(), position.engineId(), journalId));
        }
    }

    /**
     * Moves the position on; the caller's transaction holds the rows in between.
     *
     * @throws ArchiveMismatchException when the position is not where this archiver left it
     */
    public static void advance(Connection connection, ArchivePosition from, ArchivePosition to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE archive_position SET sequence = ?, queue_index = ?, batch_crc = ?, updated_at = now()"
                        + " WHERE engine_id = ? AND journal_id = ? AND sequence = ?")) {
            statement.setLong(1, to.sequence());
            statement.setLong(2, to.journal().queueIndex());
            statement.setObject(3, to.batchCrc().isPresent() ? to.batchCrc().getAsInt() : null, Types.INTEGER);
            statement.setInt(4, from.engineId());
            statement.setLong(5, from.journalId());
            statement.setLong(6, from.sequence());
            if (statement.executeUpdate() != 1) {
                throw new ArchiveMismatchException("the archive position of engine " + from.engineId()
                        + " is not at sequence " + from.sequence()
                        + " any more: another program moved it; nothing was written, start the archiver again");
            }
        }
    }
}
