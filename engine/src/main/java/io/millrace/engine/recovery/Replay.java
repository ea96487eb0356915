package io.millrace.engine.recovery;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.event.EventFrame;
import io.millrace.engine.handler.HandlerChain;
import io.millrace.engine.snapshot.SnapshotManifest;
import io.millrace.engine.state.EngineState;
import io.millrace.engine.state.MemoryStateStore;
import io.millrace.engine.state.StateLayout;
import io.millrace.journal.codec.CheckpointDecoder;
import io.millrace.journal.codec.ConfigChangedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.BatchView;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.tail.JournalTailer;
import io.millrace.journal.tail.RecordHandler;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;

/**
 * Runs a journal's inputs through the handlers again and compares what comes out with what the journal holds: every
 * output byte by byte, every checkpoint's digests.
 *
 * <p>One thread, reads only, writes no journal. The state builds from the first record, or from a snapshot; a range only limits what is
 * counted and digested. The configuration is the journal's own, as it changed from sequence to sequence.
 */
public final class Replay implements AutoCloseable {
    private static final int PROGRESS_BATCHES = 256;

    private final Path journalDirectory;
    private final EngineConfig runtime;
    private final LongConsumer progress;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ConfigChangedDecoder configChanged = new ConfigChangedDecoder();
    private final CheckpointDecoder checkpoint = new CheckpointDecoder();

    /** Held, because a method reference made for each batch is an object for each batch. */
    private final BatchHandler batchHandler = this::onBatch;

    private final RecordHandler recordHandler = this::onRecord;

    private EngineConfig config;
    private EngineState state;
    private HandlerChain chain;
    private EventFrame frame;
    private ReplaySink sink;
    private long fromSequence = 1;
    private long toSequence = Long.MAX_VALUE;
    private long lastSequence;
    private long replayed;
    private long signalsBefore;
    private boolean inRange;
    private ReplayDifference difference;
    private long batchIndex;
    private int batchCrc;
    private long journalId;
    private int engineId;

    /**
     * A replay of one journal.
     *
     * @param runtime where the limits of the state come from
     * @param progress told the last sequence now and then
     */
    public Replay(final Path journalDirectory, final EngineConfig runtime, final LongConsumer progress) {
        this.journalDirectory = journalDirectory;
        this.runtime = runtime;
        this.progress = progress;
    }

    /**
     * Goes on from a state instead of from the first record; to be called before anything is replayed.
     *
     * @param startState belongs to the replay from now on
     * @param start last record that is in the state, the last one of its batch
     */
    void startAt(final EngineConfig startConfig, final EngineState startState, final JournalPosition start) {
        state = startState;
        lastSequence = start.sequence();
        batchIndex = start.queueIndex();
        use(startConfig);
    }

    /** Replays everything. */
    public ReplayReport run() {
        return run(1, Long.MAX_VALUE);
    }

    /** Replays up to a sequence and reports on the range; stops at the first difference. */
    public ReplayReport run(final long from, final long to) {
        fromSequence = from;
        toSequence = to;
        try (JournalTailer tailer = openTailer()) {
            long batches = 0;
            while (lastSequence < toSequence && step(tailer)) {
                if (++batches % PROGRESS_BATCHES == 0) {
                    progress.accept(lastSequence);
                }
            }
        }
        if (difference == null && sink != null && lastSequence < toSequence) {
            difference = sink.left();
        }
        progress.accept(lastSequence);
        return report();
    }

    /** A tailer that stands where this replay goes on. */
    JournalTailer openTailer() {
        final JournalTailer tailer = JournalTailer.open(journalDirectory);
        try {
            if (lastSequence > 0) {
                tailer.seek(new JournalPosition(lastSequence, batchIndex));
            }
            return tailer;
        } catch (final RuntimeException | Error e) {
            tailer.close();
            throw e;
        }
    }

    /** Replays the next batch of a journal that may be growing; false when none is there, and for ever after a difference. */
    boolean step(final JournalTailer tailer) {
        return difference == null && tailer.poll(batchHandler);
    }

    /** The first place where journal and replay differ; empty while they agree. */
    Optional<ReplayDifference> difference() {
        return Optional.ofNullable(difference);
    }

    /** Inputs replayed so far. */
    long inputs() {
        return replayed;
    }

    /** Last record replayed. */
    long lastSequence() {
        return lastSequence;
    }

    /** What a snapshot of the state would be of; to be asked between two batches. */
    SnapshotManifest manifest(final long wallTimeNs) {
        return new SnapshotManifest(
                new JournalPosition(lastSequence, batchIndex),
                batchCrc,
                journalId,
                engineId,
                state.layout().digest(),
                state.digest(),
                state.global().outputDigest(),
                state.global().clockNs(),
                wallTimeNs,
                ControlRecords.codeVersion(),
                config.canonicalText());
    }

    /** The state after the replay; empty when the journal holds no configuration. */
    public Optional<EngineState> state() {
        return Optional.ofNullable(state);
    }

    /** The configuration in force at the end. */
    public Optional<EngineConfig> config() {
        return Optional.ofNullable(config);
    }

    @Override
    public void close() {
        if (state != null) {
            state.close();
        }
    }

    private ReplayReport report() {
        if (state == null) {
            return new ReplayReport(0, 0, 0, 0, 0, lastSequence, Optional.ofNullable(difference));
        }
        return new ReplayReport(
                replayed,
                sink.rangeOutputs(),
                inRange ? state.global().signals() - signalsBefore : 0,
                sink.rangeDigest(),
                state.digest(),
                lastSequence,
                Optional.ofNullable(difference));
    }

    private void onBatch(final BatchView batch) {
        batch.forEach(recordHandler);
        batchIndex = batch.queueIndex();
        batchCrc = batch.crc();
        journalId = batch.journalId();
        engineId = batch.engineId();
    }

    private void onRecord(
            final long sequence, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        if (difference != null || sequence > toSequence || sequence <= lastSequence) {
            return;
        }
        lastSequence = sequence;
        final RecordKind.Category category = Records.categoryOf(buffer, offset);
        if (category == null) {
            difference = new ReplayDifference(sequence, "record kind " + templateId + " is not known to this version");
            return;
        }
        switch (category) {
            case INPUT -> onInput(sequence, templateId, buffer, offset, length);
            case OUTPUT -> onOutput(sequence, buffer, offset, length);
            case CONTROL -> onControl(sequence, templateId, buffer, offset);
        }
        if (state != null) {
            state.global().appliedSequence(sequence);
        }
    }

    private void onInput(
            final long sequence, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        difference = sink == null ? null : sink.left();
        if (difference != null) {
            return;
        }
        if (templateId == ConfigChangedDecoder.TEMPLATE_ID) {
            configChanged.wrapAndApplyHeader(buffer, offset, header);
            configure(EngineConfig.fromCanonical(configChanged.config(), runtime));
            return;
        }
        if (state == null) {
            difference = new ReplayDifference(sequence, "an input comes before the first configuration");
            return;
        }
        if (sequence >= fromSequence) {
            beginRange();
            replayed++;
        }
        sink.beginInput(sequence);
        chain.onInput(frame.wrap(buffer, offset, length, sink));
    }

    private void onOutput(final long sequence, final DirectBuffer buffer, final int offset, final int length) {
        difference = sink == null
                ? new ReplayDifference(sequence, "an output comes before the first configuration")
                : sink.compare(sequence, buffer, offset, length);
    }

    private void onControl(final long sequence, final int templateId, final DirectBuffer buffer, final int offset) {
        difference = sink == null ? null : sink.left();
        if (difference == null && state != null && templateId == CheckpointDecoder.TEMPLATE_ID) {
            checkpoint.wrapAndApplyHeader(buffer, offset, header);
            compareCheckpoint(sequence);
        }
    }

    private void compareCheckpoint(final long sequence) {
        final long outputDigest = state.global().outputDigest();
        if (checkpoint.outputDigest() != outputDigest) {
            difference = differs(sequence, "output digest", checkpoint.outputDigest(), outputDigest);
        } else if (checkpoint.stateDigest() != state.digest()) {
            difference = differs(sequence, "state digest", checkpoint.stateDigest(), state.digest());
        }
    }

    private static ReplayDifference differs(
            final long sequence, final String what, final long journal, final long replay) {
        return new ReplayDifference(
                sequence, String.format("the checkpoint's %s is %016x, the replay's %016x", what, journal, replay));
    }

    /** Notes where the range starts, so that only the range is counted. */
    private void beginRange() {
        if (!inRange) {
            inRange = true;
            signalsBefore = state.global().signals();
            sink.beginRange(0, 0);
        }
    }

    private void configure(final EngineConfig changed) {
        final StateLayout layout = new StateLayout(changed);
        final MemoryStateStore store = new MemoryStateStore(layout.blockBytes());
        final EngineState before = state;
        state = before == null
                ? new EngineState(store, layout, changed.state())
                : before.copyTo(store, layout, changed.state());
        if (before != null) {
            before.close();
        }
        use(changed);
    }

    private void use(final EngineConfig inForce) {
        config = inForce;
        chain = new HandlerChain(inForce, state);
        frame = HandlerChain.newFrame(inForce);
        final ReplaySink sinkBefore = sink;
        sink = new ReplaySink(state.global());
        if (inRange) {
            sink.beginRange(sinkBefore.rangeOutputs(), sinkBefore.rangeDigest());
        }
    }
}
