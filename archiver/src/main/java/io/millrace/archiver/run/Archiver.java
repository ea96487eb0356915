package io.millrace.archiver.run;

import io.millrace.archiver.ArchiveRejectedException;
import io.millrace.archiver.ArchiverLockedException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Backoff;
import io.millrace.archiver.database.DatabaseSource;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;

/**
 * Carries a journal into PostgreSQL, each record exactly once.
 *
 * <p>The thread that calls {@link #runOnce} or {@link #runUntil} reads and encodes one transaction while a second thread writes
 * the one before; all that is told and decided is on the caller's. Reads the journal only, live or dead. Rows
 * and the new position commit in one transaction, one after the other; after any failure of the database the position there says where to go
 * on. A follower waits for a database that is away, with growing pauses and no end; a run that ends by itself waits for
 * {@link ArchiverConfig#patience} and then throws {@link DatabaseUnavailableException}. Memory is bounded by the limits
 * of two transactions.
 */
public final class Archiver implements AutoCloseable {
    private final ArchiverConfig config;
    private final JournalSource journal;
    private final NanoClock clock = Clocks.monotonic();
    private final Outage outage;
    private final Watermark watermark;
    private final Committer committer = new Committer();
    private final SessionHolder sessions;
    private final CommitPipeline pipeline;

    private Archiver(JournalSource journal, DatabaseSource database, ArchiverConfig config) {
        this.config = config;
        this.journal = journal;
        outage = new Outage(new Backoff(config.minBackoff(), config.maxBackoff(), new SplittableRandom()), clock);
        watermark = new Watermark(journal.scout());
        DeadLetterLog deadLetterLog = new DeadLetterLog();
        sessions = new SessionHolder(
                database, config.socketTimeout(), journal, committer, deadLetterLog, watermark::eventTimeNs);
        pipeline = new CommitPipeline(
                journal, sessions, committer, watermark, outage, deadLetterLog, config.maxDeadLetters());
    }

    /**
     * Opens a journal; the database is not asked for before a run starts.
     *
     * @throws io.millrace.journal.JournalMissingException when there is no journal
     */
    public static Archiver open(Path journalDirectory, DatabaseTarget target, ArchiverConfig config) {
        return open(journalDirectory, () -> target, config);
    }

    /** As above, with a database that may move. */
    public static Archiver open(Path journalDirectory, DatabaseSource database, ArchiverConfig config) {
        return new Archiver(new JournalSource(journalDirectory), database, config);
    }

    /**
     * Archives what the journal holds at the start of the call, then returns.
     *
     * @throws DatabaseUnavailableException when the database stays away for longer than the patience
     * @throws ArchiverLockedException when another archiver works on this engine
     * @throws JournalDamagedException when the journal is damaged; what comes before is archived
     * @throws ArchiveRejectedException when the database refuses what is not one record's fault
     */
    public ArchiveReport runOnce(ArchiveProgress listener) {
        return run(() -> false, listener, true);
    }

    /**
     * Archives and follows the journal until told to stop; what was read by then is committed first.
     *
     * @throws ArchiverLockedException when another archiver works on this engine and standby is off
     * @throws JournalDamagedException when the journal is damaged; what comes before is archived
     * @throws ArchiveRejectedException when the database refuses what is not one record's fault
     */
    public ArchiveReport runUntil(BooleanSupplier stopWhen, ArchiveProgress listener) {
        return run(stopWhen, listener, false);
    }

    @Override
    public void close() {
        sessions.drop();
        committer.close();
        journal.close();
    }

    private ArchiveReport run(BooleanSupplier stopWhen, ArchiveProgress listener, boolean once) {
        outage.forget();
        RunReporter reporter = new RunReporter(listener, journal, watermark, outage, clock);
        Pauses pauses = new Pauses(stopWhen, reporter::tellStatus, clock);
        TransactionCollector collector =
                new TransactionCollector(config, journal, pipeline, reporter, pauses, clock, once);
        OutageHandler outages = new OutageHandler(config, watermark, outage, reporter, pauses, once);
        ArchiveRun run = new ArchiveRun(journal, sessions, pipeline, collector, outages, reporter, pauses, once);
        long startNs = clock.nanoTime();
        run.run();
        long elapsedNs = clock.nanoTime() - startNs;
        return reporter.report(elapsedNs, elapsedNs - pauses.waitedNs());
    }
}
