package io.millrace.archiver.run;

import io.millrace.journal.tail.JournalPosition;
import java.util.Map;
import org.agrona.concurrent.NanoClock;

/**
 * Counts what one run does and tells its listener. The archiver's thread; what the listener throws ends the run.
 */
final class RunReporter {
    private final ArchiveProgress listener;
    private final JournalSource journal;
    private final Watermark watermark;
    private final Outage outage;
    private final StatusTicker ticker;
    private final RunTally tally = new RunTally();

    RunReporter(ArchiveProgress listener, JournalSource journal, Watermark watermark, Outage outage, NanoClock clock) {
        this.listener = listener;
        this.journal = journal;
        this.watermark = watermark;
        this.outage = outage;
        this.ticker = new StatusTicker(clock);
    }

    /** Before a transaction; the map takes its rows by table. */
    Map<String, Long> attempt(long records, JournalPosition end) {
        return tally.attempt(records, end);
    }

    /** The last attempt has committed, and the watermark is where it led. */
    void committed() {
        tally.committed();
        tellProgress();
        tellStatus();
    }

    /** A connection was made again, and the watermark is what it found. */
    void reconnected() {
        tally.reconnected(watermark.position());
    }

    /** The run has reached its end: a listener hears of it also where there was nothing to commit. */
    void reachedEnd() {
        if (tally.transactions() == 0) {
            tellProgress();
        }
    }

    void waiting(String reason, long pauseMs) {
        listener.waiting(reason, pauseMs, watermark.lag());
    }

    /** Where the next status is due. */
    void tellStatus() {
        if (ticker.due()) {
            listener.status(new ArchiveStatus(
                    journal.engineId(),
                    watermark.position().sequence(),
                    watermark.lag(),
                    watermark.behindNs(),
                    tally.rows(),
                    ticker.takeRate(tally.rows()),
                    watermark.deadLetters(),
                    outage.reason()));
        }
    }

    ArchiveReport report(long elapsedNs, long workNs) {
        return tally.report(
                watermark.position(),
                watermark.lag(),
                watermark.behindNs(),
                watermark.deadLetters(),
                elapsedNs,
                workNs);
    }

    private void tellProgress() {
        listener.committed(tally.records(), tally.rows(), watermark.position(), watermark.lag());
    }
}
