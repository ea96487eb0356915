package io.millrace.archiver.run;

import io.millrace.archiver.sink.RecordSink;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.tail.BatchHandler;
import java.sql.SQLException;
import org.agrona.concurrent.NanoClock;

/**
 * Reads the journal into a sink until there is enough for one transaction of a run.
 *
 * <p>The archiver's thread, while another one writes the transaction before. Ends by records, by memory and, behind a live
 * journal, by time. Damage of the journal is handed back; what else it throws comes out after the transaction before was settled.
 */
final class TransactionCollector {
    private final JournalSource journal;
    private final CommitPipeline pipeline;
    private final RunReporter reporter;
    private final Pauses pauses;
    private final NanoClock clock;
    private final int maxRecords;
    private final int maxBytes;
    private final long maxDelayNs;
    private final boolean once;

    TransactionCollector(
            ArchiverConfig config,
            JournalSource journal,
            CommitPipeline pipeline,
            RunReporter reporter,
            Pauses pauses,
            NanoClock clock,
            boolean once) {
        this.journal = journal;
        this.pipeline = pipeline;
        this.reporter = reporter;
        this.pauses = pauses;
        this.clock = clock;
        this.maxRecords = config.maxRecords();
        this.maxBytes = config.maxBytes();
        this.maxDelayNs = config.maxDelay().toNanos();
        this.once = once;
    }

    /**
     * Collects until a limit is reached.
     *
     * @param until the last sequence of a run that ends by itself
     * @return the damage of the journal that ended it before, null where none did
     */
    JournalDamagedException collect(RecordSink sink, long until) throws SQLException {
        BatchHandler intoSink = batch -> batch.forEach(sink);
        long firstNs = 0;
        while (sink.records() < maxRecords && sink.sizeBytes() < maxBytes) {
            if (once && sink.lastSequence() >= until) {
                return null;
            }
            boolean found;
            try {
                found = journal.poll(intoSink);
            } catch (JournalDamagedException e) {
                return e;
            } catch (RuntimeException e) {
                pipeline.settle(reporter);
                throw e;
            }
            if (sink.records() > 0 && firstNs == 0) {
                firstNs = clock.nanoTime();
            }
            if (!found) {
                if (pipeline.canSettle()) {
                    pipeline.settle(reporter);
                }
                if (once || pauses.stopped() || (firstNs != 0 && clock.nanoTime() - firstNs >= maxDelayNs)) {
                    return null;
                }
                pauses.idle();
            }
        }
        return null;
    }
}
