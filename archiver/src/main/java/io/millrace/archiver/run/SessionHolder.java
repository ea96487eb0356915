package io.millrace.archiver.run;

import io.millrace.archiver.checkpoint.ArchiverLock.Backend;
import io.millrace.archiver.database.Database;
import io.millrace.archiver.database.DatabaseSource;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.schema.Migrations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the session with the database, after the schema was brought to this version, and drops it with all that hangs on it.
 *
 * <p>The archiver's thread. What an opening throws leaves the holder without a session.
 */
final class SessionHolder {
    private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);

    private final DatabaseSource database;
    private final Duration socketTimeout;
    private final JournalSource journal;
    private final Committer committer;
    private final DeadLetterLog deadLetterLog;
    private final LongSupplier archivedTimeNs;

    private ArchiveSession session;
    private HistoryKeeper history = HistoryKeeper.NONE;
    private DatabaseTarget target;
    private boolean migrated;
    private boolean roleTold;
    private Backend lastBackend;

    /**
     * Connects to nothing yet.
     *
     * @param committer what writes through the session
     * @param archivedTimeNs newest event time that is archived, ns since 1970-01-01 UTC; read by the history keeper's thread
     */
    SessionHolder(
            DatabaseSource database,
            Duration socketTimeout,
            JournalSource journal,
            Committer committer,
            DeadLetterLog deadLetterLog,
            LongSupplier archivedTimeNs) {
        this.database = database;
        this.socketTimeout = socketTimeout;
        this.journal = journal;
        this.committer = committer;
        this.deadLetterLog = deadLetterLog;
        this.archivedTimeNs = archivedTimeNs;
    }

    boolean isOpen() {
        return session != null;
    }

    /** The open one; null where there is none. */
    ArchiveSession session() {
        return session;
    }

    /** True from the first opening on: the server may still know a connection of ours. */
    boolean openedBefore() {
        return lastBackend != null;
    }

    /** The database that was asked for last. */
    String describeTarget() {
        return target == null ? "the database" : target.describe();
    }

    /**
     * Opens one; the journal must have said whose it is.
     *
     * @throws io.millrace.archiver.ArchiverLockedException when another archiver works on this engine
     */
    void open() throws SQLException {
        target = database.current();
        if (!migrated) {
            Migrations.migrate(Database.dataSource(target, "millrace-migrate", Database.LONG_TIMEOUT));
            migrated = true;
        }
        session = ArchiveSession.open(target, socketTimeout, journal.engineId(), journal.journalId(), lastBackend);
        deadLetterLog.found(session.deadLetters());
        tellRole();
        lastBackend = session.backend();
    }

    /** Once: a login that may not take the role now will hardly be allowed to at the next connection. */
    private void tellRole() {
        if (!roleTold) {
            session.roleRefusal().ifPresent(why -> LOG.warn("the archiver of engine {} {}", journal.engineId(), why));
            roleTold = true;
        }
    }

    /** Has the history behind the session kept for as long as it is open; does nothing when it is kept already. */
    void keepHistory() {
        if (history != HistoryKeeper.NONE) {
            return;
        }
        history = HistoryKeeper.start(target, journal.engineId(), archivedTimeNs);
    }

    /** What is on its way has ended, or is waited for: nobody else has the connection when it is closed. */
    void drop() {
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
