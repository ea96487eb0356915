package io.millrace.tools.view;

import io.millrace.journal.codec.AlertRuleDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.OrderCommandDecoder;
import io.millrace.journal.codec.SignalOutcomeDecoder;
import java.util.Locale;
import org.agrona.DirectBuffer;

/** The fields of commands. One thread. */
final class CommandView {
    private final Definitions definitions;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SignalOutcomeDecoder outcome = new SignalOutcomeDecoder();
    private final OrderCommandDecoder order = new OrderCommandDecoder();
    private final AlertRuleDecoder alert = new AlertRuleDecoder();

    CommandView(Definitions definitions) {
        this.definitions = definitions;
    }

    void signalOutcome(DirectBuffer buffer, int offset, Fields fields) {
        outcome.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(outcome.instrumentId());
        fields.time("receiveTime", outcome.receiveTimeNs())
                .put("signalSequence", outcome.signalSequence())
                .put("instrument", of.symbol())
                .put("tradeIdHash", String.format(Locale.ROOT, "%08x", outcome.tradeIdHash()))
                .put("result", outcome.result().name())
                .putDecimal("exitPrice", outcome.exitPrice(), of.priceExponent())
                .money("profitLoss", outcome.profitLoss())
                .time("closedTime", outcome.closedTimeNs())
                .put("actor", outcome.actor());
    }

    void orderCommand(DirectBuffer buffer, int offset, Fields fields) {
        order.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(order.instrumentId());
        fields.time("receiveTime", order.receiveTimeNs())
                .put("request", order.request().name())
                .putUnless("orderId", order.orderId(), 0)
                .putUnless("clientOrderId", order.clientOrderId(), 0)
                .putUnless("signalSequence", order.signalSequence(), 0)
                .put("instrument", of.symbol())
                .put("orderType", order.orderType().name())
                .put("side", order.side().name())
                .put("timeInForce", order.timeInForce().name())
                .decimal("quantity", order.quantity(), of.quantityExponent())
                .putDecimal("price", order.price(), of.priceExponent())
                .putDecimal("stopPrice", order.stopPrice(), of.priceExponent())
                .put("actor", order.actor());
    }

    void alertRule(DirectBuffer buffer, int offset, Fields fields) {
        alert.wrapAndApplyHeader(buffer, offset, header);
        fields.time("receiveTime", alert.receiveTimeNs())
                .put("request", alert.request().name())
                .put("alertId", alert.alertId())
                .put("name", alert.name())
                .put("condition", alert.condition().name());
        if (alert.instrumentId() != 0) {
            Definitions.Instrument of = definitions.instrument(alert.instrumentId());
            fields.put("instrument", of.symbol()).putDecimal("price", alert.price(), of.priceExponent());
        }
        if (alert.indicatorId() != 0) {
            fields.put("indicator", definitions.indicator(alert.indicatorId()).name())
                    .put("output", alert.output())
                    .put("interval", Fields.interval(alert.intervalNs()));
        }
        if (alert.ruleId() != 0) {
            fields.put("rule", definitions.rule(alert.ruleId()).name());
        }
        fields.putNumber("threshold", alert.threshold());
        if (alert.cooldownNs() != 0) {
            fields.put("cooldown", Fields.interval(alert.cooldownNs()));
        }
        fields.put("actor", alert.actor());
    }
}
