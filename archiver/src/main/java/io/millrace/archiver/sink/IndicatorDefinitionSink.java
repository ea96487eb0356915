package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.journal.codec.IndicatorDefinedDecoder;
import org.agrona.DirectBuffer;

/** Names of indicators into {@code indicator_definitions} and into the dictionaries. The archiver's thread. */
final class IndicatorDefinitionSink extends TableSink {
    private final IndicatorDefinedDecoder definition = new IndicatorDefinedDecoder();

    IndicatorDefinitionSink(int engineId, Dictionaries dictionaries) {
        super(
                "indicator_definitions",
                engineId,
                dictionaries,
                8 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "indicator_id",
                "name",
                "kind",
                "interval_ns",
                "timeframe",
                "output_count",
                "output_names");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        definition.wrapAndApplyHeader(buffer, offset, header);
        String name = definition.name();
        String outputNames = definition.outputNames();
        dictionaries.defineIndicator(definition.indicatorId(), name, outputNames);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        rows.putTimestamp(definition.eventTimeNs());
        rows.putLong(definition.eventTimeNs());
        rows.putInt(definition.indicatorId());
        rows.putText(name.getBytes(UTF_8));
        rows.putText(definition.kind().getBytes(UTF_8));
        rows.putLong(definition.intervalNs());
        rows.putText(dictionaries.timeframe(definition.intervalNs()));
        rows.putInt(definition.outputCount());
        rows.putText(outputNames.getBytes(UTF_8));
    }
}
