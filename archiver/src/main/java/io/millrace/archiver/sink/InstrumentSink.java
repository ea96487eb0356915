package io.millrace.archiver.sink;

import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Instruments into {@code instruments} and into the dictionaries.
 *
 * <p>The archiver's thread. A definition replaces an earlier one of the same number, which COPY cannot say; there are
 * few, so these are ordinary inserts. One that is tried again later leaves a newer one alone.
 */
final class InstrumentSink {
    static final String TABLE = "instruments";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final String UPSERT = """
            INSERT INTO instruments (engine_id, instrument_id, sequence, event_time, event_time_ns, receive_time_ns,
                symbol, venue, base_asset, quote_asset, price_exponent, quantity_exponent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (engine_id, instrument_id) DO UPDATE SET
                sequence = EXCLUDED.sequence, event_time = EXCLUDED.event_time, event_time_ns = EXCLUDED.event_time_ns,
                receive_time_ns = EXCLUDED.receive_time_ns, symbol = EXCLUDED.symbol, venue = EXCLUDED.venue,
                base_asset = EXCLUDED.base_asset, quote_asset = EXCLUDED.quote_asset,
                price_exponent = EXCLUDED.price_exponent, quantity_exponent = EXCLUDED.quantity_exponent
            WHERE instruments.sequence < EXCLUDED.sequence
            """;

    private record Definition(
            int id,
            long sequence,
            long eventTimeNs,
            long receiveTimeNs,
            String symbol,
            String venue,
            String baseAsset,
            String quoteAsset,
            int priceExponent,
            int quantityExponent) {}

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InstrumentDefinedDecoder decoder = new InstrumentDefinedDecoder();
    private final List<Definition> pending = new ArrayList<>();
    private final int engineId;
    private final Dictionaries dictionaries;

    InstrumentSink(int engineId, Dictionaries dictionaries) {
        this.engineId = engineId;
        this.dictionaries = dictionaries;
    }

    void add(long sequence, DirectBuffer buffer, int offset) {
        decoder.wrapAndApplyHeader(buffer, offset, header);
        Definition definition = new Definition(
                decoder.instrumentId(),
                sequence,
                decoder.eventTimeNs(),
                decoder.receiveTimeNs(),
                decoder.symbol(),
                decoder.venue(),
                decoder.baseAsset(),
                decoder.quoteAsset(),
                decoder.priceExponent(),
                decoder.quantityExponent());
        dictionaries.define(
                definition.id,
                definition.symbol,
                definition.baseAsset,
                definition.priceExponent,
                definition.quantityExponent);
        pending.add(definition);
    }

    void clear() {
        pending.clear();
    }

    /** Writes the collected definitions in the order of the journal and returns their number. */
    long write(Connection connection) throws SQLException {
        if (pending.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            for (Definition definition : pending) {
                bind(statement, definition);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return pending.size();
    }

    /** As above, but leaves out what the table refuses. */
    long write(Connection connection, RefusalSearch search) throws SQLException, Refusals.TooManyException {
        long rows = 0;
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            for (Definition definition : pending) {
                bind(statement, definition);
                rows += search.write(TABLE, definition.sequence, () -> {
                    statement.executeUpdate();
                    return 1;
                });
            }
        }
        return rows;
    }

    private void bind(PreparedStatement statement, Definition definition) throws SQLException {
        statement.setInt(1, engineId);
        statement.setInt(2, definition.id);
        statement.setLong(3, definition.sequence);
        statement.setObject(4, timestamp(definition.eventTimeNs));
        statement.setLong(5, definition.eventTimeNs);
        statement.setLong(6, definition.receiveTimeNs);
        statement.setString(7, definition.symbol);
        statement.setString(8, definition.venue);
        statement.setString(9, definition.baseAsset);
        statement.setString(10, definition.quoteAsset);
        statement.setInt(11, definition.priceExponent);
        statement.setInt(12, definition.quantityExponent);
    }

    private static OffsetDateTime timestamp(long epochNs) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNs, NANOS_PER_SECOND), Math.floorMod(epochNs, NANOS_PER_SECOND))
                .truncatedTo(ChronoUnit.MICROS)
                .atOffset(ZoneOffset.UTC);
    }
}
