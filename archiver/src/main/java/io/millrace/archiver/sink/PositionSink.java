package io.millrace.archiver.sink;

import io.millrace.journal.codec.PositionChangedDecoder;
import org.agrona.DirectBuffer;

/** Changes of positions into {@code position_changes}, the newest state into {@code positions}. The archiver's thread; allocates texts. */
final class PositionSink extends TableSink {
    private static final String IN_FORCE = """
            INSERT INTO positions (engine_id, instrument_id, sequence, event_time, event_time_ns, fill_sequence, symbol, quantity,
                average_price, realized_profit)
            SELECT DISTINCT ON (r.instrument_id) r.engine_id, r.instrument_id, r.sequence, r.event_time, r.event_time_ns, r.fill_sequence, r.symbol,
                r.quantity, r.average_price, r.realized_profit
            FROM position_changes r
            WHERE r.engine_id = ? AND r.sequence BETWEEN ? AND ?
            ORDER BY r.instrument_id, r.sequence DESC
            ON CONFLICT (engine_id, instrument_id) DO UPDATE SET
                sequence = EXCLUDED.sequence, event_time = EXCLUDED.event_time,
                event_time_ns = EXCLUDED.event_time_ns, fill_sequence = EXCLUDED.fill_sequence,
                symbol = EXCLUDED.symbol, quantity = EXCLUDED.quantity, average_price = EXCLUDED.average_price,
                realized_profit = EXCLUDED.realized_profit
            WHERE positions.sequence < EXCLUDED.sequence
            """;

    private final PositionChangedDecoder positionChanged = new PositionChangedDecoder();

    PositionSink(int engineId, Dictionaries dictionaries) {
        super(
                "position_changes",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "fill_sequence",
                "instrument_id",
                "symbol",
                "quantity",
                "average_price",
                "realized_profit");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        positionChanged.wrapAndApplyHeader(buffer, offset, header);
        int instrumentId = positionChanged.instrumentId();
        Instrument instrument = dictionaries.instrument(instrumentId, sequence);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        putTime(positionChanged.eventTimeNs());
        rows.putLongOrNull(positionChanged.fillSequence(), 0);
        rows.putInt(instrumentId);
        rows.putText(instrument.symbol());
        rows.putNumeric(positionChanged.quantity(), instrument.quantityExponent());
        putPriceOrNull(positionChanged.averagePrice(), instrument);
        putMoney(positionChanged.realizedProfit());
    }

    @Override
    String stateUpdate() {
        return IN_FORCE;
    }
}
