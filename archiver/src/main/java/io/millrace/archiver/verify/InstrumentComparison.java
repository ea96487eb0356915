package io.millrace.archiver.verify;

import io.millrace.archiver.verify.DefinedNames.DefinedInstrument;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.agrona.collections.IntHashSet;

/** The instruments in force at the end against {@code instruments}, which holds one row for each. One thread. */
final class InstrumentComparison {
    private static final String SELECT =
            "SELECT instrument_id, sequence, (extract(epoch FROM event_time) * 1000000)::bigint,"
                    + " event_time_ns, receive_time_ns, symbol, venue, base_asset, quote_asset, price_exponent, quantity_exponent"
                    + " FROM instruments WHERE engine_id = ? ORDER BY instrument_id";

    private InstrumentComparison() {}

    /** Compares all and returns the number of rows. */
    static long compare(Connection connection, int engineId, DefinedNames names) throws SQLException {
        IntHashSet seen = new IntHashSet();
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setInt(1, engineId);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    compareRow(row, names);
                    seen.add(row.getInt(1));
                }
            }
        }
        names.storedInstruments().forEach((id, defined) -> {
            if (!seen.contains(id)) {
                throw new Difference("instruments: the row of instrument " + id + " (sequence " + defined.sequence()
                        + ") is missing");
            }
        });
        return seen.size();
    }

    private static void compareRow(ResultSet row, DefinedNames names) throws SQLException {
        int id = row.getInt(1);
        DefinedInstrument expected = names.storedInstruments().get(id);
        if (expected == null) {
            throw new Difference("instruments: the row of instrument " + id + " is not in the journal");
        }
        expect(id, "sequence", expected.sequence(), row.getLong(2));
        expect(id, "event_time", Math.floorDiv(expected.eventTimeNs(), 1000L), row.getLong(3));
        expect(id, "event_time_ns", expected.eventTimeNs(), row.getLong(4));
        expect(id, "receive_time_ns", expected.receiveTimeNs(), row.getLong(5));
        expect(id, "symbol", expected.symbol(), row.getString(6));
        expect(id, "venue", expected.venue(), row.getString(7));
        expect(id, "base_asset", expected.baseAsset(), row.getString(8));
        expect(id, "quote_asset", expected.quoteAsset(), row.getString(9));
        expect(id, "price_exponent", expected.priceExponent(), row.getInt(10));
        expect(id, "quantity_exponent", expected.quantityExponent(), row.getInt(11));
    }

    private static void expect(int id, String column, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new Difference("instruments: instrument " + id + ", column " + column + ": the journal has "
                    + expected + ", the archive has " + found);
        }
    }
}
