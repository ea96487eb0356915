package io.millrace.tools.view;

import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.BlockReason;
import io.millrace.journal.codec.IndicatorValuesDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.SignalBlockedDecoder;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.record.TradeIds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/** The fields of output records. One thread. */
final class OutputView {
    private final Definitions definitions;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final BarClosedDecoder bar = new BarClosedDecoder();
    private final IndicatorValuesDecoder indicators = new IndicatorValuesDecoder();
    private final SignalDecoder signal = new SignalDecoder();
    private final SignalBlockedDecoder blocked = new SignalBlockedDecoder();

    OutputView(Definitions definitions) {
        this.definitions = definitions;
    }

    void barClosed(DirectBuffer buffer, int offset, Fields fields) {
        bar.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(bar.instrumentId());
        fields.put("instrument", of.symbol())
                .put("interval", Fields.interval(bar.intervalNs()))
                .put("source", bar.source().name())
                .time("openTime", bar.openTimeNs())
                .decimal("open", bar.openPrice(), of.priceExponent())
                .decimal("high", bar.highPrice(), of.priceExponent())
                .decimal("low", bar.lowPrice(), of.priceExponent())
                .decimal("close", bar.closePrice(), of.priceExponent())
                .decimal("volume", bar.volume(), of.quantityExponent())
                .putUnless("volumeSaturated", bar.volumeSaturated(), 0)
                .put("tradeCount", bar.tradeCount());
    }

    void indicatorValues(DirectBuffer buffer, int offset, Fields fields) {
        indicators.wrapAndApplyHeader(buffer, offset, header);
        fields.put(
                        "instrument",
                        definitions.instrument(indicators.instrumentId()).symbol())
                .put("interval", Fields.interval(indicators.intervalNs()))
                .time("openTime", indicators.openTimeNs());
        Map<String, Object> values = new LinkedHashMap<>();
        for (IndicatorValuesDecoder.ValuesDecoder each : indicators.values()) {
            Definitions.Indicator of = definitions.indicator(each.indicatorId());
            List<String> outputs = of.outputs();
            String output = each.output() < outputs.size() ? outputs.get(each.output()) : "#" + each.output();
            String name = outputs.size() == 1 ? of.name() : of.name() + "." + output;
            values.put(name, Double.isFinite(each.value()) ? (Object) each.value() : null);
        }
        fields.put("values", values);
    }

    void signal(DirectBuffer buffer, int offset, Fields fields) {
        signal.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(signal.instrumentId());
        Definitions.Rule rule = definitions.rule(signal.ruleId());
        Fields operands = new Fields()
                .operands(rule.operands(), signal.operand0(), signal.operand1(), signal.operand2(), signal.operand3());
        fields.put("tradeId", TradeIds.format(of.baseAsset(), signal.eventTimeNs(), (int) signal.tradeIdHash()))
                .put("instrument", of.symbol())
                .put("rule", rule.name())
                .put("interval", Fields.interval(signal.intervalNs()))
                .put("action", signal.action().name())
                .number("confidence", signal.confidence())
                .decimal("entryPrice", signal.entryPrice(), of.priceExponent())
                .decimal("stopLoss", signal.stopLoss(), of.priceExponent())
                .decimal("takeProfit", signal.takeProfit(), of.priceExponent())
                .number("riskReward", signal.riskReward())
                .time("expiryTime", signal.expiryTimeNs())
                .time("openTime", signal.openTimeNs())
                .put("operands", operands.values());
        fields.putNumber("cmsScore", signal.cmsScore())
                .putNumber("sentimentComponent", signal.sentimentComponent())
                .putNumber("technicalComponent", signal.technicalComponent())
                .putNumber("regimeComponent", signal.regimeComponent());
    }

    void signalBlocked(DirectBuffer buffer, int offset, Fields fields) {
        blocked.wrapAndApplyHeader(buffer, offset, header);
        Definitions.Instrument of = definitions.instrument(blocked.instrumentId());
        Definitions.Rule rule = definitions.rule(blocked.ruleId());
        BlockReason reason = blocked.reason();
        Fields operands = new Fields()
                .operands(
                        rule.operands(),
                        blocked.operand0(),
                        blocked.operand1(),
                        blocked.operand2(),
                        blocked.operand3());
        fields.put("instrument", of.symbol())
                .put("rule", rule.name())
                .put("interval", Fields.interval(blocked.intervalNs()))
                .put("action", blocked.action().name())
                .put("reason", reason.name())
                .number("limit", blocked.limitValue())
                .number("actual", blocked.actualValue())
                .number("confidence", blocked.confidence())
                .decimal("entryPrice", blocked.entryPrice(), of.priceExponent())
                .time("openTime", blocked.openTimeNs())
                .put("operands", operands.values());
    }
}
