package io.millrace.engine.handler;

import io.millrace.engine.event.EventFrame;
import io.millrace.engine.indicator.Bar;
import io.millrace.engine.rule.RuleOutcome;
import io.millrace.engine.signal.SignalLevels;
import io.millrace.engine.signal.SignalLimits;
import io.millrace.engine.signal.TradeIdHash;
import io.millrace.journal.codec.BlockReason;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.SignalBlockedEncoder;
import io.millrace.journal.codec.SignalEncoder;

/**
 * Writes Signal and SignalBlocked records.
 *
 * <p>Engine thread; no allocation.
 */
final class SignalWriter {
    private static final int SIGNAL_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + SignalEncoder.BLOCK_LENGTH;
    private static final int BLOCKED_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + SignalBlockedEncoder.BLOCK_LENGTH;
    private static final long UNSIGNED_INT = 0xFFFF_FFFFL;

    private final int engineId;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SignalEncoder signal = new SignalEncoder();
    private final SignalBlockedEncoder blocked = new SignalBlockedEncoder();

    SignalWriter(final int engineId) {
        this.engineId = engineId;
    }

    void signal(
            final EventFrame frame,
            final int instrumentId,
            final int ruleId,
            final Bar bar,
            final RuleOutcome outcome,
            final SignalLevels levels) {
        final long tradeIdHash =
                UNSIGNED_INT & TradeIdHash.of(engineId, instrumentId, frame.eventTimeNs(), ruleId, outcome.action());
        final int offset = frame.output().begin(SIGNAL_BYTES);
        signal.wrapAndApplyHeader(frame.output().buffer(), offset, header)
                .eventTimeNs(frame.eventTimeNs())
                .instrumentId(instrumentId)
                .ruleId(ruleId)
                .action(outcome.action())
                .reserved((short) 0)
                .tradeIdHash(tradeIdHash)
                .reserved2(0)
                .intervalNs(bar.intervalNs())
                .openTimeNs(bar.openTimeNs())
                .expiryTimeNs(levels.expiryTimeNs())
                .entryPrice(levels.entryPrice())
                .stopLoss(levels.stopLoss())
                .takeProfit(levels.takeProfit())
                .confidence(outcome.confidence())
                .riskReward(levels.riskReward())
                .operand0(outcome.operand0())
                .operand1(outcome.operand1())
                .operand2(outcome.operand2())
                .operand3(outcome.operand3())
                .cmsScore(Double.NaN)
                .sentimentComponent(Double.NaN)
                .technicalComponent(Double.NaN)
                .regimeComponent(Double.NaN);
        frame.output().end();
    }

    void blocked(
            final EventFrame frame,
            final int instrumentId,
            final int ruleId,
            final Bar bar,
            final RuleOutcome outcome,
            final SignalLevels levels,
            final BlockReason reason,
            final SignalLimits limits) {
        final int offset = frame.output().begin(BLOCKED_BYTES);
        blocked.wrapAndApplyHeader(frame.output().buffer(), offset, header)
                .eventTimeNs(frame.eventTimeNs())
                .instrumentId(instrumentId)
                .ruleId(ruleId)
                .action(outcome.action())
                .reason(reason)
                .intervalNs(bar.intervalNs())
                .openTimeNs(bar.openTimeNs())
                .entryPrice(levels.entryPrice())
                .confidence(outcome.confidence())
                .limitValue(limits.limitValue())
                .actualValue(limits.actualValue())
                .operand0(outcome.operand0())
                .operand1(outcome.operand1())
                .operand2(outcome.operand2())
                .operand3(outcome.operand3());
        frame.output().end();
    }
}
