package io.millrace.archiver.sink;

import io.millrace.journal.codec.AlertRuleDecoder;
import org.agrona.DirectBuffer;

/** Alert rules into {@code alert_rule_changes}, each as asked last into {@code alert_rules}. The archiver's thread; allocates texts. */
final class AlertRuleSink extends TableSink {
    private static final String IN_FORCE = """
            INSERT INTO alert_rules (engine_id, alert_id, sequence, event_time, event_time_ns, active, name, condition, instrument_id,
                symbol, rule_id, rule, indicator_id, indicator, output, interval_ns, timeframe, threshold, price,
                cooldown_ns, actor)
            SELECT DISTINCT ON (r.alert_id) r.engine_id, r.alert_id, r.sequence, r.event_time, r.event_time_ns, r.request = 'DEFINE', r.name,
                r.condition, r.instrument_id, r.symbol, r.rule_id, r.rule, r.indicator_id, r.indicator, r.output,
                r.interval_ns, r.timeframe, r.threshold, r.price, r.cooldown_ns, r.actor
            FROM alert_rule_changes r
            WHERE r.engine_id = ? AND r.sequence BETWEEN ? AND ?
            ORDER BY r.alert_id, r.sequence DESC
            ON CONFLICT (engine_id, alert_id) DO UPDATE SET
                sequence = EXCLUDED.sequence, event_time = EXCLUDED.event_time,
                event_time_ns = EXCLUDED.event_time_ns, active = EXCLUDED.active, name = EXCLUDED.name,
                condition = EXCLUDED.condition, instrument_id = EXCLUDED.instrument_id, symbol = EXCLUDED.symbol,
                rule_id = EXCLUDED.rule_id, rule = EXCLUDED.rule, indicator_id = EXCLUDED.indicator_id,
                indicator = EXCLUDED.indicator, output = EXCLUDED.output, interval_ns = EXCLUDED.interval_ns,
                timeframe = EXCLUDED.timeframe, threshold = EXCLUDED.threshold, price = EXCLUDED.price,
                cooldown_ns = EXCLUDED.cooldown_ns, actor = EXCLUDED.actor
            WHERE alert_rules.sequence < EXCLUDED.sequence
            """;

    private final AlertRuleDecoder alertRule = new AlertRuleDecoder();

    AlertRuleSink(int engineId, Dictionaries dictionaries) {
        super(
                "alert_rule_changes",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "receive_time_ns",
                "alert_id",
                "request",
                "name",
                "condition",
                "instrument_id",
                "symbol",
                "rule_id",
                "rule",
                "indicator_id",
                "indicator",
                "output",
                "interval_ns",
                "timeframe",
                "threshold",
                "price",
                "cooldown_ns",
                "actor");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        alertRule.wrapAndApplyHeader(buffer, offset, header);
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        putTime(alertRule.eventTimeNs());
        rows.putLong(alertRule.receiveTimeNs());
        rows.putInt(alertRule.alertId());
        putEnum(alertRule.request());
        putString(alertRule.name());
        putEnum(alertRule.condition());
        putInstrument(alertRule.instrumentId(), sequence);
        if (alertRule.ruleId() == 0) {
            putNulls(2);
        } else {
            rows.putInt(alertRule.ruleId());
            rows.putText(dictionaries.rule(alertRule.ruleId(), sequence).name());
        }
        if (alertRule.indicatorId() == 0) {
            putNulls(3);
        } else {
            Indicator indicator = dictionaries.indicator(alertRule.indicatorId(), sequence);
            rows.putInt(alertRule.indicatorId());
            rows.putText(indicator.name());
            rows.putText(IndicatorValueSink.output(indicator, alertRule.output(), sequence));
        }
        rows.putLongOrNull(alertRule.intervalNs(), 0);
        if (alertRule.intervalNs() == 0) {
            rows.putNull();
        } else {
            rows.putText(dictionaries.timeframe(alertRule.intervalNs()));
        }
        rows.putDouble(alertRule.threshold());
        putInstrumentPrice(alertRule.price(), alertRule.instrumentId(), sequence);
        rows.putLong(alertRule.cooldownNs());
        putStringOrNull(alertRule.actor());
    }

    @Override
    String stateUpdate() {
        return IN_FORCE;
    }
}
