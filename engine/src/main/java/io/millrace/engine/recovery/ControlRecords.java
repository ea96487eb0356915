package io.millrace.engine.recovery;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.IndicatorSpec;
import io.millrace.engine.config.RuleSpec;
import io.millrace.engine.state.EngineState;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.CheckpointEncoder;
import io.millrace.journal.codec.ConfigChangedEncoder;
import io.millrace.journal.codec.EngineStartedEncoder;
import io.millrace.journal.codec.EngineStoppedEncoder;
import io.millrace.journal.codec.IndicatorDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.RuleDefinedEncoder;
import io.millrace.journal.codec.StopReason;
import java.nio.charset.StandardCharsets;

/**
 * Writes the records that frame a run: start, configuration with its definitions, checkpoint, stop.
 *
 * <p>Engine thread, or the boot before there is one. Allocates; not for the hot path.
 */
public final class ControlRecords {
    private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int NAME_BYTES = 32;
    private static final int KIND_BYTES = 16;

    private final BatchBuilder batch;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    public ControlRecords(final BatchBuilder batch) {
        this.batch = batch;
    }

    /** A run begins. */
    public void started(final EngineConfig config, final Manifest manifest, final long clockNs, final long wallTimeNs) {
        final int offset = batch.claim(HEADER_BYTES + EngineStartedEncoder.BLOCK_LENGTH);
        new EngineStartedEncoder()
                .wrapAndApplyHeader(batch.buffer(), offset, header)
                .sequence(batch.lastSequence())
                .eventTimeNs(clockNs)
                .engineId(config.engineId())
                .processId((int) ProcessHandle.current().pid())
                .wallTimeNs(wallTimeNs)
                .journalId(manifest.journalId())
                .configDigest(config.shapeDigest())
                .codeVersion(fit(codeVersion(), NAME_BYTES))
                .javaVersion(fit(System.getProperty("java.vm.version", ""), NAME_BYTES));
    }

    /** A configuration takes effect; names of its indicators and rules follow. */
    public void configChanged(final EngineConfig config, final long clockNs, final long wallTimeNs) {
        final byte[] text = config.canonicalText().getBytes(StandardCharsets.UTF_8);
        final int offset = batch.claim(HEADER_BYTES
                + ConfigChangedEncoder.BLOCK_LENGTH
                + ConfigChangedEncoder.configHeaderLength()
                + text.length);
        new ConfigChangedEncoder()
                .wrapAndApplyHeader(batch.buffer(), offset, header)
                .sequence(batch.lastSequence())
                .eventTimeNs(clockNs)
                .receiveTimeNs(wallTimeNs)
                .configDigest(config.shapeDigest())
                .putConfig(text, 0, text.length);
        for (final IndicatorSpec indicator : config.indicators()) {
            indicatorDefined(indicator, clockNs);
        }
        for (final RuleSpec rule : config.rules()) {
            ruleDefined(rule, clockNs);
        }
    }

    private void indicatorDefined(final IndicatorSpec indicator, final long clockNs) {
        final byte[] outputs = String.join(",", indicator.kind().outputNames()).getBytes(StandardCharsets.UTF_8);
        final int offset = batch.claim(HEADER_BYTES
                + IndicatorDefinedEncoder.BLOCK_LENGTH
                + IndicatorDefinedEncoder.outputNamesHeaderLength()
                + outputs.length);
        new IndicatorDefinedEncoder()
                .wrapAndApplyHeader(batch.buffer(), offset, header)
                .sequence(batch.lastSequence())
                .eventTimeNs(clockNs)
                .intervalNs(indicator.bar().intervalNs())
                .indicatorId(indicator.id())
                .outputCount(indicator.kind().outputNames().size())
                .name(fit(indicator.name(), NAME_BYTES))
                .kind(fit(indicator.kind().name(), KIND_BYTES))
                .putOutputNames(outputs, 0, outputs.length);
    }

    private void ruleDefined(final RuleSpec rule, final long clockNs) {
        final byte[] operands = String.join(",", rule.kind().operandNames()).getBytes(StandardCharsets.UTF_8);
        final int offset = batch.claim(HEADER_BYTES
                + RuleDefinedEncoder.BLOCK_LENGTH
                + RuleDefinedEncoder.operandNamesHeaderLength()
                + operands.length);
        new RuleDefinedEncoder()
                .wrapAndApplyHeader(batch.buffer(), offset, header)
                .sequence(batch.lastSequence())
                .eventTimeNs(clockNs)
                .intervalNs(rule.bar().intervalNs())
                .ruleId(rule.id())
                .reserved(0)
                .name(fit(rule.name(), NAME_BYTES))
                .kind(fit(rule.kind().label(), NAME_BYTES))
                .putOperandNames(operands, 0, operands.length);
    }

    /** The digests as they are now. */
    public void checkpoint(final EngineState state) {
        final int offset = batch.claim(HEADER_BYTES + CheckpointEncoder.BLOCK_LENGTH);
        new CheckpointEncoder()
                .wrapAndApplyHeader(batch.buffer(), offset, header)
                .sequence(batch.lastSequence())
                .eventTimeNs(state.global().clockNs())
                .stateDigest(state.digest())
                .outputDigest(state.global().outputDigest())
                .inputCount(state.global().eventsIn())
                .outputCount(state.global().outputs());
    }

    /** A run ends. */
    public void stopped(final int engineId, final StopReason reason, final long clockNs, final long wallTimeNs) {
        final int offset = batch.claim(HEADER_BYTES + EngineStoppedEncoder.BLOCK_LENGTH);
        new EngineStoppedEncoder()
                .wrapAndApplyHeader(batch.buffer(), offset, header)
                .sequence(batch.lastSequence())
                .eventTimeNs(clockNs)
                .engineId(engineId)
                .reason(reason)
                .reserved((short) 0)
                .reserved2(0)
                .wallTimeNs(wallTimeNs);
    }

    /** Version of this code. */
    static String codeVersion() {
        final String version = ControlRecords.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static String fit(final String text, final int maxBytes) {
        return text.length() <= maxBytes ? text : text.substring(0, maxBytes);
    }
}
