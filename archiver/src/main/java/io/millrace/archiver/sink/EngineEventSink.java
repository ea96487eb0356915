package io.millrace.archiver.sink;

import io.millrace.journal.codec.CheckpointDecoder;
import io.millrace.journal.codec.ConfigChangedDecoder;
import io.millrace.journal.codec.EngineStartedDecoder;
import io.millrace.journal.codec.EngineStoppedDecoder;
import io.millrace.journal.record.RecordKind;
import org.agrona.DirectBuffer;

/** Starts, stops, checkpoints and configurations into {@code engine_events}. The archiver's thread; allocates texts. */
final class EngineEventSink extends TableSink {
    private final EngineStartedDecoder started = new EngineStartedDecoder();
    private final EngineStoppedDecoder stopped = new EngineStoppedDecoder();
    private final CheckpointDecoder checkpoint = new CheckpointDecoder();
    private final ConfigChangedDecoder config = new ConfigChangedDecoder();

    EngineEventSink(int engineId, Dictionaries dictionaries) {
        super(
                "engine_events",
                engineId,
                dictionaries,
                16 << 10,
                "engine_id",
                "sequence",
                "event_time",
                "event_time_ns",
                "kind",
                "receive_time_ns",
                "wall_time",
                "wall_time_ns",
                "process_id",
                "journal_id",
                "code_version",
                "java_version",
                "config_digest",
                "state_digest",
                "output_digest",
                "input_count",
                "output_count",
                "stop_reason",
                "config");
    }

    @Override
    void add(long sequence, DirectBuffer buffer, int offset) {
        header.wrap(buffer, offset);
        switch (RecordKind.of(header.templateId())) {
            case ENGINE_STARTED -> addStarted(sequence, buffer, offset);
            case ENGINE_STOPPED -> addStopped(sequence, buffer, offset);
            case CHECKPOINT -> addCheckpoint(sequence, buffer, offset);
            case CONFIG_CHANGED -> addConfig(sequence, buffer, offset);
            default -> throw new IllegalStateException("not an engine event: " + header.templateId());
        }
    }

    private void addStarted(long sequence, DirectBuffer buffer, int offset) {
        started.wrapAndApplyHeader(buffer, offset, header);
        startEvent(sequence, started.eventTimeNs(), RecordKind.ENGINE_STARTED);
        rows.putNull();
        rows.putTimestamp(started.wallTimeNs());
        rows.putLong(started.wallTimeNs());
        rows.putInt(started.processId());
        rows.putLong(started.journalId());
        putString(started.codeVersion());
        putString(started.javaVersion());
        rows.putLong(started.configDigest());
        putNulls(6);
    }

    private void addStopped(long sequence, DirectBuffer buffer, int offset) {
        stopped.wrapAndApplyHeader(buffer, offset, header);
        startEvent(sequence, stopped.eventTimeNs(), RecordKind.ENGINE_STOPPED);
        rows.putNull();
        rows.putTimestamp(stopped.wallTimeNs());
        rows.putLong(stopped.wallTimeNs());
        putNulls(9);
        putString(stopped.reason().name());
        rows.putNull();
    }

    private void addCheckpoint(long sequence, DirectBuffer buffer, int offset) {
        checkpoint.wrapAndApplyHeader(buffer, offset, header);
        startEvent(sequence, checkpoint.eventTimeNs(), RecordKind.CHECKPOINT);
        putNulls(8);
        rows.putLong(checkpoint.stateDigest());
        rows.putLong(checkpoint.outputDigest());
        rows.putLong(checkpoint.inputCount());
        rows.putLong(checkpoint.outputCount());
        putNulls(2);
    }

    private void addConfig(long sequence, DirectBuffer buffer, int offset) {
        config.wrapAndApplyHeader(buffer, offset, header);
        startEvent(sequence, config.eventTimeNs(), RecordKind.CONFIG_CHANGED);
        rows.putLong(config.receiveTimeNs());
        putNulls(6);
        rows.putLong(config.configDigest());
        putNulls(5);
        putString(config.config());
    }

    private void startEvent(long sequence, long eventTimeNs, RecordKind kind) {
        startRow();
        rows.putInt(engineId);
        rows.putLong(sequence);
        rows.putTimestamp(eventTimeNs);
        rows.putLong(eventTimeNs);
        putString(kind.label());
    }
}
