package io.millrace.benchmarks.engine;

import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.WaitKind;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.Replay;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.BatchView;
import io.millrace.journal.tail.JournalTailer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A journal that an engine has written under the standard load, once per trial, to be read again and again.
 *
 * <p>JMH's thread.
 */
@State(Scope.Thread)
public class PreparedJournal {
    private static final int EVENTS = 1 << 18;

    private final EngineConfig config = EngineUnderLoad.configuration(WaitKind.SLEEPING);
    private ScratchDirectory scratch;
    private Path journal;
    private EngineReport written;
    private long recordsSeen;

    /** Writes the journal. */
    @Setup
    public void write() {
        scratch = ScratchDirectory.create();
        final Path data = scratch.fresh();
        journal = new DataDirectory(data).journal();
        final StandardLoad load = new StandardLoad(LoadShape.STANDARD);
        try (Engine engine = Engine.open(data, config)) {
            load.define(engine.ingress());
            load.publish(engine.ingress(), EVENTS);
            written = engine.stop(StopReason.FEED_ENDED);
        }
    }

    /** Replays all of it and gives the number of records; one that does not come out identical is an error. */
    public long replay() {
        try (Replay replay = new Replay(journal, config, sequence -> {})) {
            final ReplayReport report = replay.run();
            if (!report.identical() || report.stateDigest() != written.stateDigest()) {
                throw new IllegalStateException("the replay differs: " + report.difference());
            }
            return report.lastSequence();
        }
    }

    /** Reads and checks all of it without looking into the records, and gives their number. */
    public long tail() {
        recordsSeen = 0;
        final BatchHandler handler = this::onBatch;
        try (JournalTailer tailer = JournalTailer.open(journal)) {
            while (tailer.poll(handler)) {
                // The handler counts.
            }
        }
        if (recordsSeen != written.lastSequence()) {
            throw new IllegalStateException(recordsSeen + " records read, " + written.lastSequence() + " written");
        }
        return recordsSeen;
    }

    /** Records in the journal. */
    public long records() {
        return written.lastSequence();
    }

    /** Deletes the journal. */
    @TearDown
    public void close() {
        scratch.close();
    }

    private void onBatch(final BatchView batch) {
        batch.forEach(this::onRecord);
    }

    private void onRecord(
            final long sequence, final int templateId, final DirectBuffer buffer, final int offset, final int length) {
        recordsSeen++;
    }
}
