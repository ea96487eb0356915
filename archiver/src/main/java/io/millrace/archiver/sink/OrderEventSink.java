package io.millrace.archiver.sink;

import io.millrace.journal.codec.OrderEventDecoder;
import io.millrace.journal.codec.OrderReason;
import org.agrona.DirectBuffer;

/** Changes of orders into {@code order_events}, the newest state into {@code orders}. The archiver's thread; allocates texts. */
final class OrderEventSink extends TableSink {
    private static final String IN_FORCE = """
            INSERT INTO orders (engine_id, order_id, sequence, event_time, event_time_ns, client_order_id, signal_sequence,
                instrument_id, symbol, order_type, side, time_in_force, quantity, price, stop_price, filled_quantity,
                average_price, status, reason)
            SELECT DISTINCT ON (r.order_id) r.engine_id, r.order_id, r.sequence, r.event_time, r.event_time_ns, r.client_order_id,
                r.signal_sequence, r.instrument_id, r.symbol, r.order_type, r.side, r.time_in_force, r.quantity,
                r.price, r.stop_price, r.filled_quantity, r.average_price, r.status, r.reason
            FROM order_events r
            WHERE r.engine_id = ? AND r.sequence BETWEEN ? AND ?
            ORDER BY r.order_id, r.sequence DESC
            ON CONFLICT (engine_id, order_id) DO UPDATE SET
                sequence = EXCLUDED.sequence, event_time = EXCLUDED.event_time,
                event_time_ns = EXCLUDED.event_time_ns, client_order_id = EXCLUDED.client_order_id,
                signal_sequence = EXCLUDED.signal_sequence, instrument_id = EXCLUDED.instrument_id,
                symbol = EXCLUDED.symbol, order_type = EXCLUDED.order_type, side = EXCLUDED.side,
                time_in_force = EXCLUDED.time_in_force, quantity = EXCLUDED.quantity, price = EXCLUDED.price,
                stop_price = EXCLUDED.stop_price, filled_quantity = EXCLUDED.filled_quantity,
                average_price = EXCLUDED.average_price, status = EXCLUDED.status, reason = EXCLUDED.reason
            WHERE orders.sequence < EXCLUDED.sequence
            """;

    private final OrderEventDecoder orderEvent = new OrderEventDecoder();

    OrderEventSink(int engineId, Dictionaries dictionaries) {
        super(
                "order_events",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "order_id",
                "client_order_id",
                "signal_sequence",
                "instrument_id",
                "symbol",
                "order_type",
                "side",
                "time_in_force",
                "quantity",
                "price",
                "stop_price",
                "filled_quantity",
                "average_price",
                "status",
                "reason");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        orderEvent.wrapAndApplyHeader(buffer, offset, header);
        int instrumentId = orderEvent.instrumentId();
        Instrument instrument = dictionaries.instrument(instrumentId, sequence);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        putTime(orderEvent.eventTimeNs());
        rows.putLong(orderEvent.orderId());
        rows.putLongOrNull(orderEvent.clientOrderId(), 0);
        rows.putLongOrNull(orderEvent.signalSequence(), 0);
        rows.putInt(instrumentId);
        rows.putText(instrument.symbol());
        putEnum(orderEvent.orderType());
        putEnum(orderEvent.side());
        putEnum(orderEvent.timeInForce());
        rows.putNumeric(orderEvent.quantity(), instrument.quantityExponent());
        putPriceOrNull(orderEvent.price(), instrument);
        putPriceOrNull(orderEvent.stopPrice(), instrument);
        rows.putNumeric(orderEvent.filledQuantity(), instrument.quantityExponent());
        putPriceOrNull(orderEvent.averagePrice(), instrument);
        putEnum(orderEvent.status());
        if (orderEvent.reason() == OrderReason.NONE) {
            rows.putNull();
        } else {
            putEnum(orderEvent.reason());
        }
    }

    @Override
    String stateUpdate() {
        return IN_FORCE;
    }
}
