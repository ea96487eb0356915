package io.millrace.archiver.sink;

import io.millrace.journal.codec.AlertDecoder;
import org.agrona.DirectBuffer;

/** Alerts into {@code alerts}. The archiver's thread; allocates texts. */
final class AlertSink extends TableSink {
    private final AlertDecoder alert = new AlertDecoder();

    AlertSink(int engineId, Dictionaries dictionaries) {
        super(
                "alerts",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "alert_id",
                "rule_sequence",
                "cause_sequence",
                "condition",
                "instrument_id",
                "symbol",
                "value",
                "price");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        alert.wrapAndApplyHeader(buffer, offset, header);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        putTime(alert.eventTimeNs());
        rows.putInt(alert.alertId());
        rows.putLong(alert.ruleSequence());
        rows.putLong(alert.causeSequence());
        putEnum(alert.condition());
        putInstrument(alert.instrumentId(), sequence);
        rows.putDouble(alert.value());
        putInstrumentPrice(alert.price(), alert.instrumentId(), sequence);
    }
}
