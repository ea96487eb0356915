package io.millrace.tools.torture.twin;

import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.IndicatorValuesDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.SignalBlockedDecoder;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.tools.torture.twin.TwinOutputs.BarKey;
import io.millrace.tools.torture.twin.TwinOutputs.ClosedBar;
import io.millrace.tools.torture.twin.TwinOutputs.Decision;
import io.millrace.tools.torture.twin.TwinOutputs.RuleKey;
import io.millrace.tools.torture.twin.TwinOutputs.ValueKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/** Takes the outputs of an engine from its journal. One thread. An output that is there twice is an error of its own. */
final class JournalOutputs {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final BarClosedDecoder bar = new BarClosedDecoder();
    private final IndicatorValuesDecoder values = new IndicatorValuesDecoder();
    private final SignalDecoder signal = new SignalDecoder();
    private final SignalBlockedDecoder blocked = new SignalBlockedDecoder();
    private final TwinOutputs outputs =
            new TwinOutputs(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());

    private JournalOutputs() {}

    /** Reads a whole journal. */
    static TwinOutputs of(Path journal) {
        JournalOutputs reader = new JournalOutputs();
        try (JournalTailer tailer = JournalTailer.open(journal)) {
            boolean more = true;
            while (more) {
                more = tailer.poll(batch -> batch.forEach(reader::onRecord));
            }
        }
        return reader.outputs;
    }

    private void onRecord(long sequence, int templateId, DirectBuffer buffer, int offset, int length) {
        switch (templateId) {
            case BarClosedDecoder.TEMPLATE_ID -> onBar(buffer, offset);
            case IndicatorValuesDecoder.TEMPLATE_ID -> onValues(buffer, offset);
            case SignalDecoder.TEMPLATE_ID -> onSignal(buffer, offset);
            case SignalBlockedDecoder.TEMPLATE_ID -> onBlocked(buffer, offset);
            default -> {
                // Inputs, and what the reference does not make.
            }
        }
    }

    private void onBar(DirectBuffer buffer, int offset) {
        bar.wrapAndApplyHeader(buffer, offset, header);
        once(
                outputs.bars(),
                new BarKey(bar.instrumentId(), bar.intervalNs(), bar.openTimeNs()),
                new ClosedBar(
                        bar.eventTimeNs(),
                        bar.openPrice(),
                        bar.highPrice(),
                        bar.lowPrice(),
                        bar.closePrice(),
                        bar.volume(),
                        bar.tradeCount()));
    }

    private void onValues(DirectBuffer buffer, int offset) {
        values.wrapAndApplyHeader(buffer, offset, header);
        BarKey key = new BarKey(values.instrumentId(), values.intervalNs(), values.openTimeNs());
        for (IndicatorValuesDecoder.ValuesDecoder value : values.values()) {
            once(outputs.values(), new ValueKey(key, value.indicatorId(), value.output()), value.value());
        }
    }

    private void onSignal(DirectBuffer buffer, int offset) {
        signal.wrapAndApplyHeader(buffer, offset, header);
        once(
                outputs.decisions(),
                new RuleKey(
                        new BarKey(signal.instrumentId(), signal.intervalNs(), signal.openTimeNs()), signal.ruleId()),
                new Decision(
                        signal.eventTimeNs(),
                        signal.action().name(),
                        "NONE",
                        signal.entryPrice(),
                        signal.stopLoss(),
                        signal.takeProfit(),
                        signal.confidence()));
    }

    private void onBlocked(DirectBuffer buffer, int offset) {
        blocked.wrapAndApplyHeader(buffer, offset, header);
        once(
                outputs.decisions(),
                new RuleKey(
                        new BarKey(blocked.instrumentId(), blocked.intervalNs(), blocked.openTimeNs()),
                        blocked.ruleId()),
                new Decision(
                        blocked.eventTimeNs(),
                        blocked.action().name(),
                        blocked.reason().name(),
                        blocked.entryPrice(),
                        0,
                        0,
                        blocked.confidence()));
    }

    private static <K, V> void once(Map<K, V> outputs, K key, V value) {
        V before = outputs.put(key, value);
        if (before != null) {
            throw new IllegalStateException("twice in the journal: " + key + ", " + before + " and " + value);
        }
    }
}
