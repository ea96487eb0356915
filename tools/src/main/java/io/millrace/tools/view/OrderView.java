package io.millrace.tools.view;

import io.millrace.journal.codec.AlertDecoder;
import io.millrace.journal.codec.FillDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.OrderEventDecoder;
import io.millrace.journal.codec.OrderReason;
import io.millrace.journal.codec.PositionChangedDecoder;
import org.agrona.DirectBuffer;

/** The fields of orders, fills, positions and alerts. One thread. */
final class OrderView {
    private final Definitions definitions;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderEventDecoder order = new OrderEventDecoder();
    private final FillDecoder fill = new FillDecoder();
    private final PositionChangedDecoder position = new PositionChangedDecoder();
    private final AlertDecoder alert = new AlertDecoder();

    OrderView(Definitions definitions) {
        this.definitions = definitions;
    }

    void orderEvent(DirectBuffer buffer, int offset, Fields fields) {
        order.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(order.instrumentId());
        fields.put("orderId", order.orderId())
                .putUnless("clientOrderId", order.clientOrderId(), 0)
                .putUnless("signalSequence", order.signalSequence(), 0)
                .put("instrument", of.symbol())
                .put("status", order.status().name());
        if (order.reason() != OrderReason.NONE) {
            fields.put("reason", order.reason().name());
        }
        fields.put("orderType", order.orderType().name())
                .put("side", order.side().name())
                .put("timeInForce", order.timeInForce().name())
                .decimal("quantity", order.quantity(), of.quantityExponent())
                .decimal("filledQuantity", order.filledQuantity(), of.quantityExponent())
                .putDecimal("price", order.price(), of.priceExponent())
                .putDecimal("stopPrice", order.stopPrice(), of.priceExponent())
                .putDecimal("averagePrice", order.averagePrice(), of.priceExponent());
    }

    void fill(DirectBuffer buffer, int offset, Fields fields) {
        fill.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(fill.instrumentId());
        fields.put("orderId", fill.orderId())
                .putUnless("tradeSequence", fill.tradeSequence(), 0)
                .put("instrument", of.symbol())
                .put("side", fill.side().name())
                .put("liquidity", fill.liquidity().name())
                .decimal("price", fill.price(), of.priceExponent())
                .decimal("quantity", fill.quantity(), of.quantityExponent())
                .money("fee", fill.fee());
    }

    void positionChanged(DirectBuffer buffer, int offset, Fields fields) {
        position.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(position.instrumentId());
        fields.putUnless("fillSequence", position.fillSequence(), 0)
                .put("instrument", of.symbol())
                .decimal("quantity", position.quantity(), of.quantityExponent())
                .putDecimal("averagePrice", position.averagePrice(), of.priceExponent())
                .money("realizedProfit", position.realizedProfit());
    }

    void alert(DirectBuffer buffer, int offset, Fields fields) {
        alert.wrapAndApplyHeader(buffer, offset, header);
        fields.put("alertId", alert.alertId())
                .put("ruleSequence", alert.ruleSequence())
                .put("causeSequence", alert.causeSequence())
                .put("condition", alert.condition().name());
        if (alert.instrumentId() != 0) {
            Definitions.Instrument of = definitions.instrument(alert.instrumentId());
            fields.put("instrument", of.symbol()).putDecimal("price", alert.price(), of.priceExponent());
        }
        fields.putNumber("value", alert.value());
    }
}
