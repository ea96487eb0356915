package io.millrace.archiver.sink;

import io.millrace.journal.codec.OrderCommandDecoder;
import org.agrona.DirectBuffer;

/** What was asked for orders into {@code order_commands}. The archiver's thread; allocates texts. */
final class OrderCommandSink extends TableSink {
    private final OrderCommandDecoder orderCommand = new OrderCommandDecoder();

    OrderCommandSink(int engineId, Dictionaries dictionaries) {
        super(
                "order_commands",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "receive_time_ns",
                "request",
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
                "actor");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        orderCommand.wrapAndApplyHeader(buffer, offset, header);
        int instrumentId = orderCommand.instrumentId();
        Instrument instrument = dictionaries.instrument(instrumentId, sequence);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        putTime(orderCommand.eventTimeNs());
        rows.putLong(orderCommand.receiveTimeNs());
        putEnum(orderCommand.request());
        rows.putLongOrNull(orderCommand.orderId(), 0);
        rows.putLongOrNull(orderCommand.clientOrderId(), 0);
        rows.putLongOrNull(orderCommand.signalSequence(), 0);
        rows.putInt(instrumentId);
        rows.putText(instrument.symbol());
        putEnum(orderCommand.orderType());
        putEnum(orderCommand.side());
        putEnum(orderCommand.timeInForce());
        rows.putNumeric(orderCommand.quantity(), instrument.quantityExponent());
        putPriceOrNull(orderCommand.price(), instrument);
        putPriceOrNull(orderCommand.stopPrice(), instrument);
        putStringOrNull(orderCommand.actor());
    }
}
