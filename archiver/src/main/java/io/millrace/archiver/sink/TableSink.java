package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.archiver.ArchiverException;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.record.Decimals;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.agrona.DirectBuffer;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Collects the rows of one table between two commits and copies them in.
 *
 * <p>The archiver's thread. No allocation per row. The order of the columns is the order of the {@code put} calls; a
 * difference in number or width is refused by the server with the whole COPY.
 */
abstract class TableSink {
    private static final int CHUNK_BYTES = 64 << 10;

    /** The flyweight over each record's header. */
    final MessageHeaderDecoder header = new MessageHeaderDecoder();

    final CopyBuffer rows;
    final int engineId;
    final Dictionaries dictionaries;

    private final String table;
    private final String copyColumns;
    private final int columnCount;
    private final int sequenceField;

    TableSink(String table, int engineId, Dictionaries dictionaries, int initialBytes, String... columns) {
        this.table = table;
        this.engineId = engineId;
        this.dictionaries = dictionaries;
        this.rows = new CopyBuffer(initialBytes);
        this.columnCount = columns.length;
        this.sequenceField = List.of(columns).indexOf("sequence");
        this.copyColumns = " (" + String.join(", ", columns) + ") FROM STDIN (FORMAT binary)";
    }

    /** Adds the rows of one record; offset is that of the SBE header. */
    abstract void add(long sequence, DirectBuffer buffer, int offset);

    final void startRow() {
        rows.startRow(columnCount);
    }

    /**
     * The statement that moves the table of the state in force on, once rows of a range of records are in this one; null where
     * there is none. Its parameters are the engine, the first and the last sequence. Records that are stored late, after newer ones
     * of the same thing, change nothing.
     */
    String stateUpdate() {
        return null;
    }

    /** Moves the state in force on by the records of a range, within the caller's transaction. */
    final void updateState(Connection connection, long firstSequence, long lastSequence) throws SQLException {
        String sql = stateUpdate();
        if (sql == null) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, engineId);
            statement.setLong(2, firstSequence);
            statement.setLong(3, lastSequence);
            statement.executeUpdate();
        }
    }

    /** A time in ns: the column cut to microseconds, and the exact one. */
    final void putTime(long epochNs) {
        rows.putTimestamp(epochNs);
        rows.putLong(epochNs);
    }

    final void putString(String text) {
        rows.putText(text.getBytes(UTF_8));
    }

    final void putStringOrNull(String text) {
        if (text.isEmpty()) {
            rows.putNull();
        } else {
            putString(text);
        }
    }

    final void putEnum(Enum<?> value) {
        putString(value.name());
    }

    final void putNulls(int count) {
        for (int i = 0; i < count; i++) {
            rows.putNull();
        }
    }

    final void putMoney(long mantissa) {
        rows.putNumeric(mantissa, Decimals.MONEY_EXPONENT);
    }

    /** A price; 0 stands for none. */
    final void putPriceOrNull(long mantissa, Instrument instrument) {
        if (mantissa == 0) {
            rows.putNull();
        } else {
            rows.putNumeric(mantissa, instrument.priceExponent());
        }
    }

    /** Number and symbol of an instrument; 0 stands for none. */
    final void putInstrument(int instrumentId, long sequence) {
        if (instrumentId == 0) {
            putNulls(2);
        } else {
            rows.putInt(instrumentId);
            rows.putText(dictionaries.instrument(instrumentId, sequence).symbol());
        }
    }

    /** A price of an instrument that may be none; a price without one has no exponent and is left out. */
    final void putInstrumentPrice(long mantissa, int instrumentId, long sequence) {
        if (instrumentId == 0) {
            rows.putNull();
        } else {
            putPriceOrNull(mantissa, dictionaries.instrument(instrumentId, sequence));
        }
    }

    /** Where the collected rows go: the table, or the one partition of it that takes them all. */
    String target() {
        return table;
    }

    final String table() {
        return table;
    }

    /** Where each record's rows are in the collected bytes, for {@link #copyRange}. */
    final CollectedRecords collected() {
        return new CollectedRecords(rows, sequenceField);
    }

    /** Copies the collected rows in, within the caller's transaction, and returns their number. */
    final long copyInto(CopyManager manager) throws SQLException {
        long count = rows.rows();
        if (count == 0) {
            return 0;
        }
        long stored = copyRange(manager, CopyBuffer.HEADER_BYTES, rows.sizeBytes());
        if (stored != count) {
            throw new ArchiverException(
                    "COPY into " + table + " took " + stored + " rows of " + count + ": nothing is committed");
        }
        return count;
    }

    /** Copies the rows between two offsets in and returns the number that the server took. */
    final long copyRange(CopyManager manager, int from, int to) throws SQLException {
        // No cancel on failure: the server has ended the COPY when it refuses a row, and after anything else the caller
        // gives the connection up.
        CopyIn copy = manager.copyIn("COPY " + target() + copyColumns);
        byte[] bytes = rows.array();
        copy.writeToCopy(bytes, 0, CopyBuffer.HEADER_BYTES);
        for (int at = from; at < to; at += CHUNK_BYTES) {
            copy.writeToCopy(bytes, at, Math.min(CHUNK_BYTES, to - at));
            Failpoint.COPY_MID.pass();
        }
        copy.writeToCopy(CopyBuffer.TRAILER, 0, CopyBuffer.TRAILER.length);
        return copy.endCopy();
    }
}
