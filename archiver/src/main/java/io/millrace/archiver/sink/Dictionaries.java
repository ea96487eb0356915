package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.deadletter.DeadLetter;
import io.millrace.archiver.deadletter.DeadLetter.InstrumentInForce;
import io.millrace.archiver.deadletter.DeadLetterStore;
import io.millrace.journal.record.RecordKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The names that the numbers in the records stand for, as of the record read last.
 *
 * <p>The archiver's thread. Read back from the database when an archiver starts in the middle of a journal; after a
 * transaction that did not commit, a new one is read. Allocates only for definitions.
 */
public final class Dictionaries {
    private static final int RECORD_START = 0;

    private final Int2ObjectHashMap<Instrument> instruments = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<Indicator> indicators = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<Rule> rules = new Int2ObjectHashMap<>();
    private final Long2ObjectHashMap<byte[]> timeframes = new Long2ObjectHashMap<>();

    /**
     * Reads what is in force at a sequence, dead letters included. Of the instruments only the newest definition is in
     * the tables: one that is later than the sequence is left out.
     */
    public static Dictionaries load(Connection connection, int engineId, long atSequence) throws SQLException {
        Dictionaries loaded = new Dictionaries();
        DefinitionReader reader = new DefinitionReader(loaded);
        List<Definition> definitions = new ArrayList<>();
        // Before the tables: a dead letter that is stored meanwhile is seen here, there, or at both.
        for (DeadLetter letter : DeadLetterStore.definitions(connection, engineId, atSequence)) {
            definitions.add(new Definition(
                    letter.sequence(),
                    () -> reader.apply(
                            RecordKind.of(letter.templateId()), new UnsafeBuffer(letter.record()), RECORD_START)));
        }
        query(
                connection,
                "SELECT sequence, instrument_id, symbol, base_asset, price_exponent, quantity_exponent"
                        + " FROM instruments WHERE engine_id = ? AND sequence <= ?",
                engineId,
                atSequence,
                row -> {
                    int id = row.getInt(2);
                    Instrument instrument = new Instrument(
                            row.getString(3).getBytes(UTF_8), row.getString(4), row.getInt(5), row.getInt(6));
                    definitions.add(new Definition(row.getLong(1), () -> loaded.instruments.put(id, instrument)));
                });
        query(
                connection,
                "SELECT sequence, indicator_id, name, output_names FROM indicator_definitions"
                        + " WHERE engine_id = ? AND sequence <= ?",
                engineId,
                atSequence,
                row -> {
                    int id = row.getInt(2);
                    String name = row.getString(3);
                    String outputs = row.getString(4);
                    definitions.add(new Definition(row.getLong(1), () -> loaded.defineIndicator(id, name, outputs)));
                });
        query(
                connection,
                "SELECT sequence, rule_id, name, kind, operand_names FROM rule_definitions"
                        + " WHERE engine_id = ? AND sequence <= ?",
                engineId,
                atSequence,
                row -> {
                    int id = row.getInt(2);
                    String name = row.getString(3);
                    String kind = row.getString(4);
                    String operands = row.getString(5);
                    definitions.add(new Definition(row.getLong(1), () -> loaded.defineRule(id, name, kind, operands)));
                });
        definitions.sort(Comparator.comparingLong(Definition::sequence));
        definitions.forEach(definition -> definition.apply.run());
        return loaded;
    }

    /** One definition to be applied in its turn. */
    private record Definition(long sequence, Runnable apply) {}

    /** Puts a definition in force that is not in the tables any more. */
    public void define(InstrumentInForce instrument) {
        define(
                instrument.instrumentId(),
                instrument.symbol(),
                instrument.baseAsset(),
                instrument.priceExponent(),
                instrument.quantityExponent());
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

    void defineRule(int ruleId, String name, String kind, String operandNames) {
        rules.put(ruleId, new Rule(name.getBytes(UTF_8), kind, split(operandNames)));
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

    private static void query(Connection connection, String sql, int engineId, long atSequence, RowReader reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, engineId);
            statement.setLong(2, atSequence);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }
}
