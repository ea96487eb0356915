package io.millrace.archiver.sink;

import io.millrace.archiver.ArchiverException;
import io.millrace.journal.codec.IndicatorValuesDecoder;
import org.agrona.DirectBuffer;

/** Indicator values into {@code computed_indicators}, one row per value. The archiver's thread. */
final class IndicatorValueSink extends TableSink {
    private final IndicatorValuesDecoder record = new IndicatorValuesDecoder();

    IndicatorValueSink(int engineId, Dictionaries dictionaries) {
        super(
                "computed_indicators",
                engineId,
                dictionaries,
                256 << 10,
                "event_time",
                "bar_open_time",
                "sequence",
                "value",
                "engine_id",
                "instrument_id",
                "ordinal",
                "symbol",
                "timeframe",
                "indicator",
                "output");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        record.wrapAndApplyHeader(buffer, offset, header);
        long eventTimeNs = record.eventTimeNs();
        long openTimeNs = record.openTimeNs();
        int instrumentId = record.instrumentId();
        byte[] symbol = dictionaries.instrument(instrumentId, sequence).symbol();
        byte[] timeframe = dictionaries.timeframe(record.intervalNs());
        IndicatorValuesDecoder.ValuesDecoder values = record.values();
        for (int ordinal = 0; values.hasNext(); ordinal++) {
            values.next();
            Indicator indicator = dictionaries.indicator(values.indicatorId(), sequence);
            startRow();
            rows.putTimestamp(eventTimeNs);
            rows.putTimestamp(openTimeNs);
            rows.putLong(sequence);
            rows.putDouble(values.value());
            rows.putInt(engineId);
            rows.putInt(instrumentId);
            rows.putShort(ordinal);
            rows.putText(symbol);
            rows.putText(timeframe);
            rows.putText(indicator.name());
            rows.putText(output(indicator, values.output(), sequence));
        }
    }

    static byte[] output(Indicator indicator, int index, long sequence) {
        if (index >= indicator.outputs().length) {
            throw new ArchiverException("record " + sequence + " has a value for output " + index
                    + " of an indicator with " + indicator.outputs().length
                    + ": the journal was written wrongly, archiving stops here");
        }
        return indicator.outputs()[index];
    }
}
