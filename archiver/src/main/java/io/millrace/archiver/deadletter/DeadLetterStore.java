package io.millrace.archiver.deadletter;

import io.millrace.archiver.deadletter.DeadLetter.InstrumentInForce;
import io.millrace.journal.record.RecordKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes {@code dead_letters} in the caller's transaction. Any thread; keeps no state. */
public final class DeadLetterStore {
    private static final String INSERT = """
            INSERT INTO dead_letters (engine_id, sequence, target_table, journal_id, template_id, kind, record,
                instrument_id, symbol, base_asset, price_exponent, quantity_exponent, sqlstate, message, refused_at,
                tries, tried_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now(), 1, now())
            """;

    private static final String SELECT = """
            SELECT sequence, target_table, template_id, record, instrument_id, symbol, base_asset, price_exponent,
                quantity_exponent, sqlstate, message
            FROM dead_letters
            WHERE engine_id = ?
            """;

    private DeadLetterStore() {}

    /** Number of dead letters of an engine. */
    public static long count(Connection connection, int engineId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT count(*) FROM dead_letters WHERE engine_id = ?")) {
            statement.setInt(1, engineId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Adds dead letters of one journal. */
    public static void insert(Connection connection, int engineId, long journalId, List<DeadLetter> letters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (DeadLetter letter : letters) {
                statement.setInt(1, engineId);
                statement.setLong(2, letter.sequence());
                statement.setString(3, letter.table());
                statement.setLong(4, journalId);
                statement.setInt(5, letter.templateId());
                statement.setString(6, RecordKind.of(letter.templateId()).label());
                statement.setBytes(7, letter.record());
                setInstrument(statement, letter.instrument());
                statement.setString(13, letter.sqlState());
                statement.setString(14, letter.message());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void setInstrument(PreparedStatement statement, Optional<InstrumentInForce> found)
            throws SQLException {
        if (found.isEmpty()) {
            statement.setNull(8, Types.INTEGER);
            statement.setNull(9, Types.VARCHAR);
            statement.setNull(10, Types.VARCHAR);
            statement.setNull(11, Types.SMALLINT);
            statement.setNull(12, Types.SMALLINT);
            return;
        }
        InstrumentInForce instrument = found.get();
        statement.setInt(8, instrument.instrumentId());
        statement.setString(9, instrument.symbol());
        statement.setString(10, instrument.baseAsset());
        statement.setInt(11, instrument.priceExponent());
        statement.setInt(12, instrument.quantityExponent());
    }

    /** The first dead letter of an engine after a place in their order, which is that of the journal. */
    public static Optional<DeadLetter> next(Connection connection, int engineId, long afterSequence, String afterTable)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                SELECT + " AND (sequence, target_table) > (?, ?) ORDER BY sequence, target_table LIMIT 1")) {
            statement.setInt(1, engineId);
            statement.setLong(2, afterSequence);
            statement.setString(3, afterTable);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /** Definitions of names that the tables lack, up to a sequence, in order. */
    public static List<DeadLetter> definitions(Connection connection, int engineId, long lastSequence)
            throws SQLException {
        List<DeadLetter> letters = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                SELECT + " AND template_id IN (?, ?, ?) AND sequence <= ? ORDER BY sequence")) {
            statement.setInt(1, engineId);
            statement.setInt(2, RecordKind.INSTRUMENT_DEFINED.templateId());
            statement.setInt(3, RecordKind.INDICATOR_DEFINED.templateId());
            statement.setInt(4, RecordKind.RULE_DEFINED.templateId());
            statement.setLong(5, lastSequence);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    letters.add(read(row));
                }
            }
        }
        return letters;
    }

    /** Takes a dead letter away; false where it is gone, because somebody else has stored it. */
    public static boolean delete(Connection connection, int engineId, DeadLetter letter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM dead_letters WHERE engine_id = ? AND sequence = ? AND target_table = ?")) {
            statement.setInt(1, engineId);
            statement.setLong(2, letter.sequence());
            statement.setString(3, letter.table());
            return statement.executeUpdate() == 1;
        }
    }

    /** Notes that the table has refused it again. */
    public static void noteRefusal(
            Connection connection, int engineId, DeadLetter letter, String sqlState, String message)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE dead_letters SET sqlstate = ?, message = ?, tries = tries + 1,"
                        + " tried_at = now() WHERE engine_id = ? AND sequence = ? AND target_table = ?")) {
            statement.setString(1, sqlState);
            statement.setString(2, DeadLetter.cut(message));
            statement.setInt(3, engineId);
            statement.setLong(4, letter.sequence());
            statement.setString(5, letter.table());
            statement.executeUpdate();
        }
    }

    private static DeadLetter read(ResultSet row) throws SQLException {
        int instrumentId = row.getInt(5);
        boolean none = row.wasNull();
        return new DeadLetter(
                row.getLong(1),
                row.getString(2),
                row.getInt(3),
                row.getBytes(4),
                none
                        ? Optional.empty()
                        : Optional.of(new InstrumentInForce(
                                instrumentId, row.getString(6), row.getString(7), row.getInt(8), row.getInt(9))),
                row.getString(10),
                row.getString(11));
    }
}
