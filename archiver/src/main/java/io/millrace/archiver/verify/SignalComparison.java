package io.millrace.archiver.verify;

import io.millrace.archiver.verify.DefinedNames.DefinedInstrument;
import io.millrace.archiver.verify.DefinedNames.DefinedRule;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.SignalBlockedDecoder;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.record.TradeIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;

/** Signals and blocked signals against their tables. One thread. */
final class SignalComparison {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SignalDecoder signal = new SignalDecoder();
    private final SignalBlockedDecoder blocked = new SignalBlockedDecoder();
    private final DefinedNames names;
    private final ArchivedRows signals;
    private final ArchivedRows blockedSignals;

    SignalComparison(Connection connection, int engineId, DefinedNames names) {
        this.names = names;
        signals = new ArchivedRows(
                connection,
                engineId,
                "trading_signals",
                "0",
                "id",
                "timestamp@us",
                "signal_type",
                "trade_id",
                "event_time@us",
                "event_time_ns",
                "instrument_id",
                "symbol",
                "action",
                "confidence",
                "entry_price",
                "stop_loss",
                "take_profit",
                "risk_reward",
                "expiry_time@us",
                "expiry_time_ns",
                "rule_id",
                "rule",
                "interval_ns",
                "timeframe",
                "bar_open_time@us",
                "bar_open_time_ns",
                "operand0",
                "operand1",
                "operand2",
                "operand3",
                "operands@object",
                "cms_score",
                "sentiment_component",
                "technical_component",
                "regime_component",
                "explanation");
        blockedSignals = new ArchivedRows(
                connection,
                engineId,
                "blocked_signals",
                "0",
                "event_time@us",
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
                "bar_open_time@us",
                "bar_open_time_ns",
                "operand0",
                "operand1",
                "operand2",
                "operand3",
                "operands@object");
    }

    List<ArchivedRows> tables() {
        return List.of(signals, blockedSignals);
    }

    void compareSignal(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        signal.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument = names.instrument(signal.instrumentId(), sequence);
        DefinedRule rule = names.rule(signal.ruleId(), sequence);
        signals.startRow(sequence, 0);
        signals.expectId(sequence);
        signals.expectTime(signal.eventTimeNs());
        signals.expect(signal.action().name());
        signals.expect(TradeIds.format(instrument.baseAsset(), signal.eventTimeNs(), (int) signal.tradeIdHash()));
        signals.expectTime(signal.eventTimeNs());
        signals.expect(signal.eventTimeNs());
        signals.expect(signal.instrumentId());
        signals.expect(instrument.symbol());
        signals.expect(signal.action().name());
        signals.expect(signal.confidence());
        signals.expectDecimal(signal.entryPrice(), instrument.priceExponent());
        signals.expectDecimal(signal.stopLoss(), instrument.priceExponent());
        signals.expectDecimal(signal.takeProfit(), instrument.priceExponent());
        signals.expect(signal.riskReward());
        signals.expectTime(signal.expiryTimeNs());
        signals.expect(signal.expiryTimeNs());
        signals.expect(signal.ruleId());
        signals.expect(rule.name());
        signals.expect(signal.intervalNs());
        signals.expectTimeframe(signal.intervalNs());
        signals.expectTime(signal.openTimeNs());
        signals.expect(signal.openTimeNs());
        expectOperands(signals, rule, signal.operand0(), signal.operand1(), signal.operand2(), signal.operand3());
        signals.expect(signal.cmsScore());
        signals.expect(signal.sentimentComponent());
        signals.expect(signal.technicalComponent());
        signals.expect(signal.regimeComponent());
        signals.expect(SignalWords.of(signal, instrument, rule));
        signals.endRow();
    }

    void compareBlocked(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        blocked.wrapAndApplyHeader(buffer, offset, header);
        DefinedInstrument instrument = names.instrument(blocked.instrumentId(), sequence);
        DefinedRule rule = names.rule(blocked.ruleId(), sequence);
        blockedSignals.startRow(sequence, 0);
        blockedSignals.expectTime(blocked.eventTimeNs());
        blockedSignals.expect(blocked.eventTimeNs());
        blockedSignals.expect(blocked.instrumentId());
        blockedSignals.expect(instrument.symbol());
        blockedSignals.expect(blocked.action().name());
        blockedSignals.expect(blocked.reason().name());
        blockedSignals.expect(blocked.limitValue());
        blockedSignals.expect(blocked.actualValue());
        blockedSignals.expect(blocked.confidence());
        blockedSignals.expectDecimal(blocked.entryPrice(), instrument.priceExponent());
        blockedSignals.expect(blocked.ruleId());
        blockedSignals.expect(rule.name());
        blockedSignals.expect(blocked.intervalNs());
        blockedSignals.expectTimeframe(blocked.intervalNs());
        blockedSignals.expectTime(blocked.openTimeNs());
        blockedSignals.expect(blocked.openTimeNs());
        expectOperands(
                blockedSignals, rule, blocked.operand0(), blocked.operand1(), blocked.operand2(), blocked.operand3());
        blockedSignals.endRow();
    }

    private static void expectOperands(ArchivedRows rows, DefinedRule rule, double... operands) throws SQLException {
        for (double operand : operands) {
            rows.expect(operand);
        }
        String object = rows.takeText();
        if (!OperandObject.matches(object, rule.operandNames(), operands)) {
            throw rows.different(rule.operandNames() + " = " + Arrays.toString(operands), readable(object));
        }
    }

    private static String readable(String object) {
        return object == null
                ? "{}"
                : object.replace('\u001f', '=').replace('\u001d', ' ').replace("\u001e", "null");
    }
}
