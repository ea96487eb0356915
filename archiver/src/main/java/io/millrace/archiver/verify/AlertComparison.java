package io.millrace.archiver.verify;

import io.millrace.archiver.verify.DefinedNames.DefinedIndicator;
import io.millrace.archiver.verify.DefinedNames.DefinedInstrument;
import io.millrace.journal.codec.AlertDecoder;
import io.millrace.journal.codec.AlertRuleDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.agrona.DirectBuffer;

/** Alert rules and alerts against their tables. One thread. */
final class AlertComparison {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AlertRuleDecoder rule = new AlertRuleDecoder();
    private final AlertDecoder alert = new AlertDecoder();
    private final DefinedNames names;
    private final ArchivedRows rules;
    private final ArchivedRows alerts;

    AlertComparison(Connection connection, int engineId, DefinedNames names) {
        this.names = names;
        rules = new ArchivedRows(
                connection,
                engineId,
                "alert_rule_changes",
                "0",
                "id",
                "timestamp@us",
                "event_time@us",
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
        alerts = new ArchivedRows(
                connection,
                engineId,
                "alerts",
                "0",
                "id",
                "timestamp@us",
                "event_time@us",
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

    List<ArchivedRows> tables() {
        return List.of(rules, alerts);
    }

    void compareAlertRule(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        rule.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument =
                rule.instrumentId() == 0 ? null : names.instrument(rule.instrumentId(), sequence);
        rules.startRow(sequence, 0);
        rules.expectId(sequence);
        rules.expectTime(rule.eventTimeNs());
        rules.expectTime(rule.eventTimeNs());
        rules.expect(rule.eventTimeNs());
        rules.expect(rule.receiveTimeNs());
        rules.expect(rule.alertId());
        rules.expect(rule.request().name());
        rules.expect(rule.name());
        rules.expect(rule.condition().name());
        rules.expect(rule.instrumentId(), 0);
        rules.expectText(instrument == null ? "" : instrument.symbol());
        rules.expect(rule.ruleId(), 0);
        rules.expectText(
                rule.ruleId() == 0 ? "" : names.rule(rule.ruleId(), sequence).name());
        expectIndicator(sequence);
        rules.expect(rule.intervalNs(), 0);
        if (rule.intervalNs() == 0) {
            rules.expectNull();
        } else {
            rules.expectTimeframe(rule.intervalNs());
        }
        rules.expect(rule.threshold());
        rules.expectPrice(instrument == null ? 0 : rule.price(), instrument);
        rules.expect(rule.cooldownNs());
        rules.expectText(rule.actor());
        rules.endRow();
    }

    void compareAlert(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        alert.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument =
                alert.instrumentId() == 0 ? null : names.instrument(alert.instrumentId(), sequence);
        alerts.startRow(sequence, 0);
        alerts.expectId(sequence);
        alerts.expectTime(alert.eventTimeNs());
        alerts.expectTime(alert.eventTimeNs());
        alerts.expect(alert.eventTimeNs());
        alerts.expect(alert.alertId());
        alerts.expect(alert.ruleSequence());
        alerts.expect(alert.causeSequence());
        alerts.expect(alert.condition().name());
        alerts.expect(alert.instrumentId(), 0);
        alerts.expectText(instrument == null ? "" : instrument.symbol());
        alerts.expect(alert.value());
        alerts.expectPrice(instrument == null ? 0 : alert.price(), instrument);
        alerts.endRow();
    }

    private void expectIndicator(long sequence) throws SQLException {
        if (rule.indicatorId() == 0) {
            rules.expectNulls(3);
            return;
        }
        DefinedIndicator indicator = names.indicator(rule.indicatorId(), sequence);
        rules.expect(rule.indicatorId());
        rules.expect(indicator.name());
        rules.expect(indicator.outputs()[rule.output()]);
    }
}
