package io.millrace.archiver.query;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Reads signals from the archive. Any thread; memory grows with the limit of the call. */
public final class SignalReader {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final String UNDEFINED_TABLE = "42P01";

    private static final String RECENT = """
            SELECT engine_id, sequence, trade_id, event_time_ns, symbol, action, confidence, entry_price, stop_loss,
                take_profit, risk_reward, expiry_time_ns, rule, timeframe, bar_open_time_ns, operands, explanation
            FROM trading_signals
            ORDER BY event_time DESC, engine_id, sequence DESC
            LIMIT ?
            """;

    private final DataSource source;

    /** Reads through a pool, or through any other source of connections. */
    public SignalReader(DataSource source) {
        this.source = source;
    }

    /** Reads through a connection of its own for each call. */
    public static SignalReader of(DatabaseTarget target) {
        return new SignalReader(Database.dataSource(target, "millrace-signals", Database.WRITE_TIMEOUT));
    }

    /**
     * The newest signals by event time, newest first; none where nothing was ever archived.
     *
     * @throws DatabaseUnavailableException when the database cannot be reached
     */
    public List<ArchivedSignal> recent(int limit) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(RECENT)) {
            statement.setInt(1, limit);
            try (ResultSet row = statement.executeQuery()) {
                List<ArchivedSignal> signals = new ArrayList<>();
                while (row.next()) {
                    signals.add(read(row));
                }
                return signals;
            }
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return List.of();
            }
            String reason = "cannot read signals: " + SqlErrors.describe(e);
            throw SqlErrors.isTransient(e) || SqlErrors.isRefused(e)
                    ? new DatabaseUnavailableException(reason, e)
                    : new ArchiverException(reason, e);
        }
    }

    private static ArchivedSignal read(ResultSet row) throws SQLException {
        double riskReward = row.getDouble(11);
        if (row.wasNull()) {
            riskReward = Double.NaN;
        }
        return new ArchivedSignal(
                row.getInt(1),
                row.getLong(2),
                row.getString(3),
                instant(row.getLong(4)),
                row.getString(5),
                row.getString(6),
                row.getDouble(7),
                row.getBigDecimal(8),
                row.getBigDecimal(9),
                row.getBigDecimal(10),
                riskReward,
                instant(row.getLong(12)),
                row.getString(13),
                row.getString(14),
                instant(row.getLong(15)),
                row.getString(16),
                row.getString(17));
    }

    private static Instant instant(long epochNs) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNs, NANOS_PER_SECOND), Math.floorMod(epochNs, NANOS_PER_SECOND));
    }
}
