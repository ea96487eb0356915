package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.journal.codec.SignalBlockedDecoder;
import org.agrona.DirectBuffer;

/** Signals that a limit stopped into {@code blocked_signals}. The archiver's thread; allocates texts. */
final class BlockedSignalSink extends TableSink {
    private final SignalBlockedDecoder blocked = new SignalBlockedDecoder();

    BlockedSignalSink(int engineId, Dictionaries dictionaries) {
        super(
                "blocked_signals",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "instrument_id",
                "symbol",
                "action",
                "reason",
                "limit_value",
                "actual_value",
                "confidence",
                "entry_price",
                "rule_id",
                "rule",
                "interval_ns",
                "timeframe",
                "bar_open_time",
                "bar_open_time_ns",
                "operand0",
                "operand1",
                "operand2",
                "operand3",
                "operands");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        blocked.wrapAndApplyHeader(buffer, offset, header);
        int instrumentId = blocked.instrumentId();
        Instrument instrument = dictionaries.instrument(instrumentId, sequence);
        Rule rule = dictionaries.rule(blocked.ruleId(), sequence);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        rows.putTimestamp(blocked.eventTimeNs());
        rows.putLong(blocked.eventTimeNs());
        rows.putInt(instrumentId);
        rows.putText(instrument.symbol());
        rows.putText(blocked.action().name().getBytes(US_ASCII));
        rows.putText(blocked.reason().name().getBytes(US_ASCII));
        rows.putDouble(blocked.limitValue());
        rows.putDouble(blocked.actualValue());
        rows.putDouble(blocked.confidence());
        rows.putNumeric(blocked.entryPrice(), instrument.priceExponent());
        rows.putInt(blocked.ruleId());
        rows.putText(rule.name());
        rows.putLong(blocked.intervalNs());
        rows.putText(dictionaries.timeframe(blocked.intervalNs()));
        rows.putTimestamp(blocked.openTimeNs());
        rows.putLong(blocked.openTimeNs());
        rows.putDouble(blocked.operand0());
        rows.putDouble(blocked.operand1());
        rows.putDouble(blocked.operand2());
        rows.putDouble(blocked.operand3());
        rows.putJson(OperandText.json(
                rule.operands(), blocked.operand0(), blocked.operand1(), blocked.operand2(), blocked.operand3()));
    }
}
