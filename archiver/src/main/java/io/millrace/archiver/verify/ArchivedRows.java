package io.millrace.archiver.verify;

import io.millrace.archiver.verify.DefinedNames.DefinedInstrument;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The rows of one table and engine in the order of the journal, a window of sequences at a time, and the comparison of
 * the current row's columns with expected values.
 *
 * <p>One thread. Memory is bounded: the server sorts a window, the driver fetches it in parts. The {@code expect} calls
 * take the columns from left to right; a difference is thrown as {@link Difference}.
 */
final class ArchivedRows implements AutoCloseable {
    private static final int FETCH_ROWS = 4096;
    private static final int KEY_COLUMNS = 2;

    /** Bits of the identity of a row below the engine. */
    private static final int ID_SHIFT = 47;

    private final Connection connection;
    private final int engineId;
    private final String table;
    private final String[] columns;
    private final String windowSql;

    private PreparedStatement statement;
    private ResultSet rows;
    private boolean hasRow;
    private long sequence;
    private int ordinal;
    private long previousSequence;
    private int previousOrdinal;
    private int column;
    private long compared;

    /**
     * Rows of a table.
     *
     * @param ordinalColumn what orders the rows of one record; {@code 0} where a record has one row
     * @param columns what to compare; {@code name@us} reads a time as microseconds since 1970, {@code name@object} a
     *     JSON object as text that {@link OperandObject} understands
     */
    ArchivedRows(Connection connection, int engineId, String table, String ordinalColumn, String... columns) {
        this.connection = connection;
        this.engineId = engineId;
        this.table = table;
        this.columns = new String[columns.length];
        StringBuilder list = new StringBuilder("SELECT sequence, ").append(ordinalColumn);
        for (int i = 0; i < columns.length; i++) {
            String[] parts = columns[i].split("@", 2);
            String name = parts[0];
            this.columns[i] = name;
            list.append(", ");
            switch (parts.length == 1 ? "" : parts[1]) {
                case "us" -> list.append("(extract(epoch FROM ").append(name).append(") * 1000000)::bigint");
                case "object" -> list.append(OperandObject.selectExpression(name));
                default -> list.append(name);
            }
        }
        windowSql = list + " FROM " + table + " WHERE engine_id = ? AND sequence BETWEEN ? AND ? ORDER BY sequence, 2";
    }

    String table() {
        return table;
    }

    /** Rows compared so far. */
    long compared() {
        return compared;
    }

    /** Starts on the rows of a range of sequences; the last window must be used up. */
    void openWindow(long firstSequence, long lastSequence) throws SQLException {
        close();
        statement = connection.prepareStatement(windowSql);
        statement.setFetchSize(FETCH_ROWS);
        statement.setInt(1, engineId);
        statement.setLong(2, firstSequence);
        statement.setLong(3, lastSequence);
        rows = statement.executeQuery();
        advance();
    }

    /** Whether the current row is of this record. */
    boolean isAt(long expectedSequence) {
        return hasRow && sequence == expectedSequence;
    }

    /** Demands that the current row belongs to this record, and starts on its columns. */
    void startRow(long expectedSequence, int expectedOrdinal) {
        if (hasRow && (sequence < expectedSequence || (sequence == expectedSequence && ordinal < expectedOrdinal))) {
            throw surplus();
        }
        if (!hasRow || sequence != expectedSequence || ordinal != expectedOrdinal) {
            throw new Difference(table + ": the row of sequence " + expectedSequence
                    + (expectedOrdinal == 0 ? "" : ", value " + expectedOrdinal) + " is missing");
        }
        column = 0;
    }

    /** Ends the current row: all columns must have been compared. */
    void endRow() throws SQLException {
        if (column != columns.length) {
            throw new IllegalStateException(table + ": compared " + column + " columns of " + columns.length);
        }
        compared++;
        advance();
    }

    /** Demands that no row is left in the window. */
    void expectEnd() {
        if (hasRow) {
            throw surplus();
        }
    }

    /** Demands that the table has no row of this engine outside the range of archived sequences. */
    void expectNothingOutside(long lastSequence) throws SQLException {
        try (PreparedStatement outside = connection.prepareStatement(
                "SELECT sequence FROM " + table + " WHERE engine_id = ? AND (sequence < 1 OR sequence > ?) LIMIT 1")) {
            outside.setInt(1, engineId);
            outside.setLong(2, lastSequence);
            try (ResultSet found = outside.executeQuery()) {
                if (found.next()) {
                    throw new Difference(table + ": the row of sequence " + found.getLong(1)
                            + " is beyond the archive position " + lastSequence);
                }
            }
        }
    }

    void expect(long expected) throws SQLException {
        long found = rows.getLong(nextColumn());
        if (found != expected || rows.wasNull()) {
            throw different(expected, rows.wasNull() ? null : found);
        }
    }

    void expect(boolean expected) throws SQLException {
        boolean found = rows.getBoolean(nextColumn());
        if (found != expected || rows.wasNull()) {
            throw different(expected, rows.wasNull() ? null : found);
        }
    }

    void expect(String expected) throws SQLException {
        String found = rows.getString(nextColumn());
        if (!Objects.equals(found, expected)) {
            throw different(expected, found);
        }
    }

    /** A time in ns against a column cut to microseconds. */
    void expectTime(long expectedNs) throws SQLException {
        expect(Math.floorDiv(expectedNs, 1000L));
    }

    /** NULL stands for the value that the record uses for none. */
    void expect(long expected, long absent) throws SQLException {
        if (expected == absent) {
            expectNull();
        } else {
            expect(expected);
        }
    }

    /** Bit for bit, except that NULL stands for every NaN. */
    void expect(double expected) throws SQLException {
        if (Double.isNaN(expected)) {
            expectNull();
            return;
        }
        double found = rows.getDouble(nextColumn());
        if (rows.wasNull() || Double.doubleToRawLongBits(found) != Double.doubleToRawLongBits(expected)) {
            throw different(expected, rows.wasNull() ? null : found);
        }
    }

    void expectTimeframe(long expectedNs) throws SQLException {
        String found = rows.getString(nextColumn());
        if (found == null || TimeframeText.parseNs(found) != expectedNs) {
            throw different(expectedNs + " ns", found);
        }
    }

    void expectDecimal(long mantissa, int exponent) throws SQLException {
        BigDecimal expected = BigDecimal.valueOf(mantissa, -exponent);
        String text = rows.getString(nextColumn());
        if (text == null || !isNumber(text) || new BigDecimal(text).compareTo(expected) != 0) {
            throw different(expected.toPlainString(), text);
        }
    }

    /** The identity of a row that is about a record (or about a thing of that number). */
    void expectId(long number) throws SQLException {
        expect(((long) engineId << ID_SHIFT) + number);
    }

    void expectId(long number, long absent) throws SQLException {
        if (number == absent) {
            expectNull();
        } else {
            expectId(number);
        }
    }

    /** NULL stands for an empty text. */
    void expectText(String expected) throws SQLException {
        expect(expected.isEmpty() ? null : expected);
    }

    /** A text array against the lines of a text; an empty text has none. */
    void expectLines(String expected) throws SQLException {
        Array found = rows.getArray(nextColumn());
        List<String> lines = expected.isEmpty() ? List.of() : List.of(expected.split("\n", -1));
        List<?> values = found == null ? null : Arrays.asList((Object[]) found.getArray());
        if (!lines.equals(values)) {
            throw different(lines, values);
        }
    }

    /** NULL stands for the price 0, which is none. */
    void expectPrice(long mantissa, DefinedInstrument instrument) throws SQLException {
        if (mantissa == 0) {
            expectNull();
        } else {
            expectDecimal(mantissa, instrument.priceExponent());
        }
    }

    /** An amount of money, which has eight decimals. */
    void expectMoney(long mantissa) throws SQLException {
        expectDecimal(mantissa, -8);
    }

    void expectNull() throws SQLException {
        String found = rows.getString(nextColumn());
        if (found != null) {
            throw different(null, found);
        }
    }

    void expectNulls(int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            expectNull();
        }
    }

    /** The column as text, for a comparison that the caller makes; follow with {@link #different} when it fails. */
    String takeText() throws SQLException {
        return rows.getString(nextColumn());
    }

    /** The column as bytes, likewise. */
    byte[] takeBytes() throws SQLException {
        return rows.getBytes(nextColumn());
    }

    /** The difference in the column taken last. */
    Difference different(Object expected, Object found) {
        return new Difference(table + ": sequence " + sequence + (ordinal == 0 ? "" : ", value " + ordinal)
                + ", column " + columns[column - 1] + ": the journal has " + expected + ", the archive has " + found);
    }

    @Override
    public void close() throws SQLException {
        if (statement != null) {
            statement.close();
            statement = null;
        }
    }

    private int nextColumn() {
        return KEY_COLUMNS + ++column;
    }

    private void advance() throws SQLException {
        previousSequence = sequence;
        previousOrdinal = ordinal;
        hasRow = rows.next();
        if (hasRow) {
            sequence = rows.getLong(1);
            ordinal = rows.getInt(2);
        }
    }

    private Difference surplus() {
        boolean doubled = sequence == previousSequence && ordinal == previousOrdinal;
        return new Difference(table + ": the row of sequence " + sequence + (ordinal == 0 ? "" : ", value " + ordinal)
                + (doubled ? " is there twice" : " is not in the journal"));
    }

    private static boolean isNumber(String text) {
        char last = text.charAt(text.length() - 1);
        return last >= '0' && last <= '9';
    }
}
