package io.millrace.tools.view;

import io.millrace.journal.codec.CheckpointDecoder;
import io.millrace.journal.codec.EngineStartedDecoder;
import io.millrace.journal.codec.EngineStoppedDecoder;
import io.millrace.journal.codec.IndicatorDefinedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.RuleDefinedDecoder;
import io.millrace.journal.codec.SnapshotTakenDecoder;
import org.agrona.DirectBuffer;

/** The fields of control records. One thread. */
final class ControlView {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EngineStartedDecoder started = new EngineStartedDecoder();
    private final EngineStoppedDecoder stopped = new EngineStoppedDecoder();
    private final CheckpointDecoder checkpoint = new CheckpointDecoder();
    private final IndicatorDefinedDecoder indicator = new IndicatorDefinedDecoder();
    private final SnapshotTakenDecoder snapshot = new SnapshotTakenDecoder();
    private final RuleDefinedDecoder rule = new RuleDefinedDecoder();

    void engineStarted(DirectBuffer buffer, int offset, Fields fields) {
        started.wrapAndApplyHeader(buffer, offset, header);
        fields.put("engineId", started.engineId())
                .digest("journalId", started.journalId())
                .put("processId", started.processId())
                .time("wallTime", started.wallTimeNs())
                .digest("configDigest", started.configDigest())
                .put("codeVersion", started.codeVersion())
                .put("javaVersion", started.javaVersion());
    }

    void engineStopped(DirectBuffer buffer, int offset, Fields fields) {
        stopped.wrapAndApplyHeader(buffer, offset, header);
        fields.put("engineId", stopped.engineId())
                .put("reason", stopped.reason().name())
                .time("wallTime", stopped.wallTimeNs());
    }

    void checkpoint(DirectBuffer buffer, int offset, Fields fields) {
        checkpoint.wrapAndApplyHeader(buffer, offset, header);
        fields.digest("stateDigest", checkpoint.stateDigest())
                .digest("outputDigest", checkpoint.outputDigest())
                .put("inputCount", checkpoint.inputCount())
                .put("outputCount", checkpoint.outputCount());
    }

    void snapshotTaken(DirectBuffer buffer, int offset, Fields fields) {
        snapshot.wrapAndApplyHeader(buffer, offset, header);
        fields.put("snapshotSequence", snapshot.snapshotSequence())
                .digest("stateDigest", snapshot.stateDigest())
                .digest("outputDigest", snapshot.outputDigest())
                .digest("layoutDigest", snapshot.layoutDigest())
                .put("sizeBytes", snapshot.sizeBytes())
                .time("wallTime", snapshot.wallTimeNs());
    }

    void indicatorDefined(DirectBuffer buffer, int offset, Fields fields) {
        indicator.wrapAndApplyHeader(buffer, offset, header);
        fields.put("indicatorId", indicator.indicatorId())
                .put("name", indicator.name())
                .put("indicatorKind", indicator.kind())
                .put("interval", Fields.interval(indicator.intervalNs()))
                .put("outputNames", indicator.outputNames());
    }

    void ruleDefined(DirectBuffer buffer, int offset, Fields fields) {
        rule.wrapAndApplyHeader(buffer, offset, header);
        fields.put("ruleId", rule.ruleId())
                .put("name", rule.name())
                .put("ruleKind", rule.kind())
                .put("interval", Fields.interval(rule.intervalNs()))
                .put("operandNames", rule.operandNames());
    }
}
