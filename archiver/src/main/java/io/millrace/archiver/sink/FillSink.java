package io.millrace.archiver.sink;

import io.millrace.journal.codec.FillDecoder;
import org.agrona.DirectBuffer;

/** Fills into {@code fills}. The archiver's thread; allocates texts. */
final class FillSink extends TableSink {
    private final FillDecoder fill = new FillDecoder();

    FillSink(int engineId, Dictionaries dictionaries) {
        super(
                "fills",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "order_id",
                "trade_sequence",
                "instrument_id",
                "symbol",
                "side",
                "liquidity",
                "price",
                "quantity",
                "fee");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        fill.wrapAndApplyHeader(buffer, offset, header);
        int instrumentId = fill.instrumentId();
        Instrument instrument = dictionaries.instrument(instrumentId, sequence);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        putTime(fill.eventTimeNs());
        rows.putLong(fill.orderId());
        rows.putLongOrNull(fill.tradeSequence(), 0);
        rows.putInt(instrumentId);
        rows.putText(instrument.symbol());
        putEnum(fill.side());
        putEnum(fill.liquidity());
        rows.putNumeric(fill.price(), instrument.priceExponent());
        rows.putNumeric(fill.quantity(), instrument.quantityExponent());
        putMoney(fill.fee());
    }
}
