package io.millrace.archiver.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.record.Decimals;
import io.millrace.journal.record.TradeIds;
import org.agrona.DirectBuffer;

/** Signals into {@code trading_signals}. The archiver's thread; allocates texts, signals are rare. */
final class SignalSink extends TableSink {
    private final SignalDecoder signal = new SignalDecoder();

    SignalSink(int engineId, Dictionaries dictionaries) {
        super(
                "trading_signals",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "trade_id",
                "event_time",
                "event_time_ns",
                "instrument_id",
                "symbol",
                "action",
                "confidence",
                "entry_price",
                "stop_loss",
                "take_profit",
                "risk_reward",
                "expiry_time",
                "expiry_time_ns",
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
                "operands",
                "cms_score",
                "sentiment_component",
                "technical_component",
                "regime_component",
                "explanation");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        signal.wrapAndApplyHeader(buffer, offset, header);
        int instrumentId = signal.instrumentId();
        Instrument instrument = dictionaries.instrument(instrumentId, sequence);
        Rule rule = dictionaries.rule(signal.ruleId(), sequence);
        String tradeId = TradeIds.format(instrument.baseAsset(), signal.eventTimeNs(), (int) signal.tradeIdHash());
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        rows.putText(tradeId.getBytes(UTF_8));
        rows.putTimestamp(signal.eventTimeNs());
        rows.putLong(signal.eventTimeNs());
        rows.putInt(instrumentId);
        rows.putText(instrument.symbol());
        rows.putText(signal.action().name().getBytes(US_ASCII));
        rows.putDouble(signal.confidence());
        rows.putNumeric(signal.entryPrice(), instrument.priceExponent());
        rows.putNumeric(signal.stopLoss(), instrument.priceExponent());
        rows.putNumeric(signal.takeProfit(), instrument.priceExponent());
        rows.putDouble(signal.riskReward());
        rows.putTimestamp(signal.expiryTimeNs());
        rows.putLong(signal.expiryTimeNs());
        rows.putInt(signal.ruleId());
        rows.putText(rule.name());
        rows.putLong(signal.intervalNs());
        rows.putText(dictionaries.timeframe(signal.intervalNs()));
        rows.putTimestamp(signal.openTimeNs());
        rows.putLong(signal.openTimeNs());
        rows.putDouble(signal.operand0());
        rows.putDouble(signal.operand1());
        rows.putDouble(signal.operand2());
        rows.putDouble(signal.operand3());
        rows.putJson(OperandText.json(
                rule.operands(), signal.operand0(), signal.operand1(), signal.operand2(), signal.operand3()));
        rows.putDouble(signal.cmsScore());
        rows.putDouble(signal.sentimentComponent());
        rows.putDouble(signal.technicalComponent());
        rows.putDouble(signal.regimeComponent());
        putString(explain(instrument, rule));
    }

    private String explain(Instrument instrument, Rule rule) {
        return Explanation.of(new Explanation.Facts(
                signal.action().name(),
                new String(instrument.symbol(), UTF_8),
                new String(rule.name(), UTF_8),
                rule.kind(),
                Timeframe.of(signal.intervalNs()),
                signal.openTimeNs(),
                rule.operands(),
                new double[] {signal.operand0(), signal.operand1(), signal.operand2(), signal.operand3()},
                Decimals.toBigDecimal(signal.entryPrice(), instrument.priceExponent()),
                Decimals.toBigDecimal(signal.stopLoss(), instrument.priceExponent()),
                Decimals.toBigDecimal(signal.takeProfit(), instrument.priceExponent()),
                signal.confidence(),
                signal.riskReward(),
                signal.expiryTimeNs(),
                new double[] {
                    signal.cmsScore(),
                    signal.sentimentComponent(),
                    signal.technicalComponent(),
                    signal.regimeComponent()
                }));
    }
}
