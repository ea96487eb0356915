package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.BarSource;
import org.agrona.DirectBuffer;

/** Closed bars into {@code prices}. The archiver's thread. */
final class PriceSink extends TableSink {
    private static final byte[] TRADES = "TRADES".getBytes(US_ASCII);
    private static final byte[] EXTERNAL = "EXTERNAL".getBytes(US_ASCII);

    private final BarClosedDecoder bar = new BarClosedDecoder();

    PriceSink(int engineId, Dictionaries dictionaries) {
        super(
                "prices",
                engineId,
                dictionaries,
                64 << 10,
                "event_time",
                "event_time_ns",
                "open_time",
                "open_time_ns",
                "sequence",
                "interval_ns",
                "trade_count",
                "engine_id",
                "instrument_id",
                "volume_saturated",
                "symbol",
                "timeframe",
                "source",
                "open",
                "high",
                "low",
                "close",
                "volume");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        bar.wrapAndApplyHeader(buffer, offset, header);
        int instrumentId = bar.instrumentId();
        Instrument instrument = dictionaries.instrument(instrumentId, sequence);
        int priceExponent = instrument.priceExponent();
        startRow();
        rows.putTimestamp(bar.eventTimeNs());
        rows.putLong(bar.eventTimeNs());
        rows.putTimestamp(bar.openTimeNs());
        rows.putLong(bar.openTimeNs());
        rows.putLong(sequence);
        rows.putLong(bar.intervalNs());
        rows.putLongOrNull(bar.tradeCount(), -1);
        rows.putInt(engineId);
        rows.putInt(instrumentId);
        rows.putBoolean(bar.volumeSaturated() != 0);
        rows.putText(instrument.symbol());
        rows.putText(dictionaries.timeframe(bar.intervalNs()));
        rows.putText(bar.source() == BarSource.EXTERNAL ? EXTERNAL : TRADES);
        rows.putNumeric(bar.openPrice(), priceExponent);
        rows.putNumeric(bar.highPrice(), priceExponent);
        rows.putNumeric(bar.lowPrice(), priceExponent);
        rows.putNumeric(bar.closePrice(), priceExponent);
        rows.putNumeric(bar.volume(), instrument.quantityExponent());
    }
}
