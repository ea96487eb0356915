package io.millrace.archiver.run;

import io.millrace.archiver.ArchiveRejectedException;
import io.millrace.archiver.ArchiverLockedException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.checkpoint.ArchiverLock.Backend;
import io.millrace.archiver.database.Backoff;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseSource;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.database.SqlErrors;
import io.millrace.archiver.schema.Migrations;
import io.millrace.archiver.sink.RecordSink;
import io.millrace.archiver.sink.Refusals;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.tail.BatchHandler;
import io.millrace.journal.tail.JournalPosition;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);
    private static final long IDLE_PAUSE_MS = 2;
    private static final long PAUSE_SLICE_MS = 50;

    private final DatabaseSource database;
    private final ArchiverConfig config;
    private final JournalSource journal;
    private final NanoClock clock = Clocks.monotonic();
    private final Outage outage;
    private final BatchHandler intoSink;
    private final Committer committer = new Committer();
    private final StatusTicker ticker;
    private final DeadLetterLog deadLetterLog = new DeadLetterLog();

    private ArchiveSession session;
    private Transaction onItsWay;
    private DatabaseTarget target;
    private boolean migrated;
    private boolean roleTold;
    private Backend lastBackend;

    // The run in progress.
    private RunTally tally = new RunTally();
    private ArchiveProgress progress = ArchiveProgress.NONE;
    private BooleanSupplier stop = () -> false;
    private boolean endsByItself;
    private long waitedNs;
    private JournalPosition position = new JournalPosition(0, 0);
    private volatile long archivedTimeNs;
    private HistoryKeeper history = HistoryKeeper.NONE;
    private long deadLetters;

    private Archiver(JournalSource journal, DatabaseSource database, ArchiverConfig config) {
        this.journal = journal;
        this.database = database;
        this.config = config;
        this.ticker = new StatusTicker(clock);
        this.outage = new Outage(new Backoff(config.minBackoff(), config.maxBackoff(), new SplittableRandom()), clock);
        this.intoSink = batch -> batch.forEach(session.sink());
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
        dropSession();
        committer.close();
        journal.close();
    }

    private ArchiveReport run(BooleanSupplier stopWhen, ArchiveProgress listener, boolean once) {
        tally = new RunTally();
        stop = stopWhen;
        progress = listener;
        endsByItself = once;
        waitedNs = 0;
        ticker.restart();
        outage.end(position.sequence());
        long startNs = clock.nanoTime();
        long until = Long.MAX_VALUE;
        boolean done = false;
        boolean settled = false;
        while (!settled) {
            try {
                if (done || stopped()) {
                    settle();
                    settled = true;
                    continue;
                }
                if (!connected()) {
                    done = once;
                    tellStatus();
                    pauseIdle();
                    continue;
                }
                if (once && until == Long.MAX_VALUE) {
                    journal.scout().findEnd(journal.position());
                    until = journal.scout().endSequence();
                }
                done = advance(until);
            } catch (SQLException e) {
                dropSession();
                pauseAfter(e);
            } catch (ArchiverLockedException e) {
                dropSession();
                pauseForLock(e);
            } catch (RuntimeException e) {
                dropSession();
                throw e;
            }
        }
        long elapsedNs = clock.nanoTime() - startNs;
        return tally.report(position, lag(), behindNs(), deadLetters, elapsedNs, elapsedNs - waitedNs);
    }

    /** Makes sure of a session; false while the journal is still empty. */
    private boolean connected() throws SQLException {
        if (session != null) {
            return true;
        }
        if (!journal.identify()) {
            return false;
        }
        target = database.current();
        if (!migrated) {
            Migrations.migrate(Database.dataSource(target, "millrace-migrate", Database.LONG_TIMEOUT));
            migrated = true;
        }
        session = ArchiveSession.open(
                target, config.socketTimeout(), journal.engineId(), journal.journalId(), lastBackend);
        position = session.position().journal();
        deadLetters = session.deadLetters();
        deadLetterLog.found(deadLetters);
        tellRole();
        if (lastBackend != null) {
            tally.reconnected(position);
        }
        lastBackend = session.backend();
        journal.seek(session.position());
        journal.scout().lookAtEnd();
        if (lag() == 0) {
            outage.end(position.sequence());
        }
        if (!endsByItself) {
            history = HistoryKeeper.start(target, journal.engineId(), () -> archivedTimeNs);
        }
        return true;
    }

    /** Once: a login that may not take the role now will hardly be allowed to at the next connection. */
    private void tellRole() {
        if (!roleTold) {
            session.roleRefusal().ifPresent(why -> LOG.warn("the archiver of engine {} {}", journal.engineId(), why));
            roleTold = true;
        }
    }

    /** Collects one transaction and hands it over; true when a run that ends by itself has reached its target. */
    private boolean advance(long until) throws SQLException {
        JournalDamagedException damage = collect(session.sink(), until);
        if (session.sink().records() > 0) {
            handOver();
        }
        if (damage != null) {
            settle();
            throw damage;
        }
        if (endsByItself && session.sink().lastSequence() >= until) {
            settle();
            journal.scout().throwDamage();
            if (tally.transactions() == 0) {
                progress.committed(tally.records(), tally.rows(), position, lag());
            }
            return true;
        }
        return false;
    }

    /** Collects until a limit is reached; returns the damage of the journal that ended it before, null where none did. */
    private JournalDamagedException collect(RecordSink sink, long until) throws SQLException {
        long maxDelayNs = config.maxDelay().toNanos();
        long firstNs = 0;
        while (sink.records() < config.maxRecords() && sink.sizeBytes() < config.maxBytes()) {
            if (endsByItself && sink.lastSequence() >= until) {
                return null;
            }
            boolean found;
            try {
                found = journal.poll(intoSink);
            } catch (JournalDamagedException e) {
                return e;
            } catch (RuntimeException e) {
                settle();
                throw e;
            }
            if (sink.records() > 0 && firstNs == 0) {
                firstNs = clock.nanoTime();
            }
            if (!found) {
                if (committer.ended()) {
                    settle();
                }
                if (endsByItself || stopped() || (firstNs != 0 && clock.nanoTime() - firstNs >= maxDelayNs)) {
                    return null;
                }
                tellStatus();
                pauseIdle();
            }
        }
        return null;
    }

    /** Gives what is collected to the thread that writes, as soon as the transaction before has committed. */
    private void handOver() throws SQLException {
        Failpoint.ARCHIVE_COLLECTED.pass();
        settle();
        RecordSink rows = session.handOver();
        JournalPosition end = journal.position();
        Transaction next =
                new Transaction(rows, end, journal.batchCrc(), rows.newestTimeNs(), tally.attempt(rows.records(), end));
        ArchiveSession writing = session;
        committer.begin(() -> writing.write(next, journal, config.maxDeadLetters()));
        onItsWay = next;
        Failpoint.ARCHIVE_HANDED_OVER.pass();
    }

    /** Waits for the transaction that is on its way and takes note of it; nothing happens where there is none. */
    private void settle() throws SQLException {
        if (!committer.busy()) {
            return;
        }
        Transaction ended = onItsWay;
        try {
            deadLetterLog.setAside(committer.await());
        } catch (Refusals.TooManyException e) {
            throw Rejections.tooMany(e.last(), config.maxDeadLetters(), position);
        } catch (SQLException e) {
            if (SqlErrors.isTransient(e)) {
                throw e;
            }
            throw Rejections.whole(position, ended.end(), e);
        }
        tally.committed();
        position = ended.end();
        archivedTimeNs = Math.max(archivedTimeNs, ended.newestTimeNs());
        deadLetters = session.deadLetters();
        outage.end(position.sequence());
        journal.scout().lookAtEnd();
        progress.committed(tally.records(), tally.rows(), position, lag());
        tellStatus();
    }

    private void tellStatus() {
        if (ticker.due()) {
            progress.status(new ArchiveStatus(
                    journal.engineId(),
                    position.sequence(),
                    lag(),
                    behindNs(),
                    tally.rows(),
                    ticker.takeRate(tally.rows()),
                    deadLetters,
                    outage.reason()));
        }
    }

    private long behindNs() {
        return lag() == 0 ? 0 : journal.scout().behindNs(archivedTimeNs);
    }

    private long lag() {
        return Math.max(0, journal.scout().endSequence() - position.sequence());
    }

    private void pauseAfter(SQLException error) {
        if (stopped()) {
            return;
        }
        String reason = "cannot archive to " + (target == null ? "the database" : target.describe()) + ": "
                + SqlErrors.describe(error);
        if (SqlErrors.isRefused(error)) {
            throw new DatabaseUnavailableException(reason + "; check the address, user and password", error);
        }
        if (!SqlErrors.isTransient(error)) {
            throw new ArchiveRejectedException(reason, error);
        }
        outage.begin(reason, lag());
        if (endsByItself && outage.durationNs() >= config.patience().toNanos()) {
            throw new DatabaseUnavailableException(
                    reason + "; gave up after " + config.patience().toSeconds() + " s, the archive is at sequence "
                            + position.sequence() + ": start the database and run again",
                    error);
        }
        pause(reason);
    }

    /** The lock may still be with a connection of our own that the server has not yet found dead. */
    private void pauseForLock(ArchiverLockedException error) {
        boolean mayWait = !endsByItself && config.standby();
        boolean mayBeOurs =
                lastBackend != null && outage.durationNs() < config.patience().toNanos();
        if (!mayWait && !mayBeOurs) {
            throw error;
        }
        outage.begin(error.getMessage(), lag());
        pause(error.getMessage());
    }

    private void pause(String reason) {
        journal.scout().lookAtEnd();
        long pauseMs = outage.nextPauseMs();
        progress.waiting(reason, pauseMs, lag());
        for (long left = pauseMs; left > 0 && !stopped(); left -= PAUSE_SLICE_MS) {
            tellStatus();
            sleep(Math.min(left, PAUSE_SLICE_MS));
        }
    }

    private void pauseIdle() {
        if (!stopped()) {
            sleep(IDLE_PAUSE_MS);
        }
    }

    private void sleep(long ms) {
        long startNs = clock.nanoTime();
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waitedNs += clock.nanoTime() - startNs;
    }

    /** An interrupt of the thread stops a run as well; the flag stays set for the caller. */
    private boolean stopped() {
        return stop.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    /** What is on its way has ended, or is waited for: nobody else has the connection when it is closed. */
    private void dropSession() {
        history.close();
        history = HistoryKeeper.NONE;
        committer.finish();
        if (session != null) {
            try {
                session.close();
            } catch (SQLException e) {
                LOG.debug("closing a connection that had failed", e);
            }
            session = null;
        }
    }
}
