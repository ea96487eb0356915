package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.archiver.ArchiverException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The names that the numbers in the records stand for, as of the record read last.
 *
 * <p>The archiver's thread. Read back from the database when an archiver starts in the middle of a journal; after a
 * transaction that did not commit, a new one is read. Allocates only for definitions.
 */
public final class Dictionaries {
    private final Int2ObjectHashMap<Instrument> instruments = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<Indicator> indicators = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<Rule> rules = new Int2ObjectHashMap<>();
    private final Long2ObjectHashMap<byte[]> timeframes = new Long2ObjectHashMap<>();

    /** Reads what is in force at the archive position. */
    public static Dictionaries load(Connection connection, int engineId) throws SQLException {
        Dictionaries loaded = new Dictionaries();
        query(
                connection,
                "SELECT instrument_id, symbol, base_asset, price_exponent, quantity_exponent FROM instruments"
                        + " WHERE engine_id = ?",
                engineId,
                row -> loaded.define(row.getInt(1), row.getString(2), row.getString(3), row.getInt(4), row.getInt(5)));
        query(
                connection,
                "SELECT indicator_id, name, output_names FROM indicator_definitions WHERE engine_id = ?"
                        + " ORDER BY sequence",
                engineId,
                row -> loaded.defineIndicator(row.getInt(1), row.getString(2), row.getString(3)));
        query(
                connection,
                "SELECT rule_id, name, operand_names FROM rule_definitions WHERE engine_id = ? ORDER BY sequence",
                engineId,
                row -> loaded.defineRule(row.getInt(1), row.getString(2), row.getString(3)));
        return loaded;
    }

    void define(int instrumentId, String symbol, String baseAsset, int priceExponent, int quantityExponent) {
        instruments.put(
                instrumentId, new Instrument(symbol.getBytes(UTF_8), baseAsset, priceExponent, quantityExponent));
    }

    void defineIndicator(int indicatorId, String name, String outputNames) {
        List<String> names = split(outputNames);
        byte[][] outputs = new byte[names.size()][];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = names.get(i).getBytes(UTF_8);
        }
        indicators.put(indicatorId, new Indicator(name.getBytes(UTF_8), outputs));
    }

    void defineRule(int ruleId, String name, String operandNames) {
        rules.put(ruleId, new Rule(name.getBytes(UTF_8), split(operandNames)));
    }

    Instrument instrument(int instrumentId, long sequence) {
        return require(instruments.get(instrumentId), "instrument", instrumentId, sequence);
    }

    Indicator indicator(int indicatorId, long sequence) {
        return require(indicators.get(indicatorId), "indicator", indicatorId, sequence);
    }

    Rule rule(int ruleId, long sequence) {
        return require(rules.get(ruleId), "rule", ruleId, sequence);
    }

    byte[] timeframe(long intervalNs) {
        byte[] text = timeframes.get(intervalNs);
        if (text == null) {
            text = Timeframe.of(intervalNs).getBytes(UTF_8);
            timeframes.put(intervalNs, text);
        }
        return text;
    }

    private static List<String> split(String names) {
        return names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    }

    private static <T> T require(T found, String what, int number, long sequence) {
        if (found == null) {
            throw new ArchiverException("record " + sequence + " names " + what + " " + number
                    + ", which no record before it defines: the journal was written wrongly, archiving stops here");
        }
        return found;
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void query(Connection connection, String sql, int engineId, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, engineId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
