package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.journal.codec.RuleDefinedDecoder;
import org.agrona.DirectBuffer;

/** Names of rules into {@code rule_definitions} and into the dictionaries. The archiver's thread. */
final class RuleDefinitionSink extends TableSink {
    private final RuleDefinedDecoder definition = new RuleDefinedDecoder();

    RuleDefinitionSink(int engineId, Dictionaries dictionaries) {
        super(
                "rule_definitions",
                engineId,
                dictionaries,
                8 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "rule_id",
                "name",
                "kind",
                "interval_ns",
                "timeframe",
                "operand_names");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        definition.wrapAndApplyHeader(buffer, offset, header);
        String name = definition.name();
        String operandNames = definition.operandNames();
        String kind = definition.kind();
        dictionaries.defineRule(definition.ruleId(), name, kind, operandNames);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        rows.putTimestamp(definition.eventTimeNs());
        rows.putLong(definition.eventTimeNs());
        rows.putInt(definition.ruleId());
        rows.putText(name.getBytes(UTF_8));
        rows.putText(kind.getBytes(UTF_8));
        rows.putLong(definition.intervalNs());
        rows.putText(dictionaries.timeframe(definition.intervalNs()));
        rows.putText(operandNames.getBytes(UTF_8));
    }
}
