package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.ArchiveRejectedException;
import io.millrace.archiver.ArchiverLockedException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.Backoff;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.testing.Warnings;
import io.millrace.journal.tail.JournalPosition;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.CachedNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutageHandlerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(7);
    private static final boolean ONCE = true;
    private static final boolean FOLLOWING = false;

    private final SQLException away = new SQLException("connection refused", "08001");
    private final SQLException noPassword = new SQLException("password authentication failed", "28P01");
    private final SQLException noTable = new SQLException("relation does not exist", "42P01");
    private final ArchiverLockedException locked = new ArchiverLockedException("another archiver writes");
    private final CachedNanoClock clock = new CachedNanoClock();
    private final List<String> waits = new ArrayList<>();

    @TempDir
    private Path directory;

    @RegisterExtension
    private final Warnings warnings = new Warnings(Archiver.class.getName());

    private long last;
    private JournalSource journal;
    private boolean stopped;

    @BeforeEach
    void open() {
        last = SampleJournal.write(directory, 7, 42, 1, 20);
        journal = new JournalSource(directory);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void shouldWaitForTheDatabaseWithoutEndWhileFollowing() {
        OutageHandler handler = handler(FOLLOWING, false);

        for (int i = 0; i < 3; i++) {
            handler.onDatabaseError(away, "db");
            clock.advance(PATIENCE.toNanos());
        }

        assertThat(waits)
                .hasSize(3)
                .containsOnly("cannot archive to db: connection refused [08001], " + last + " behind");
    }

    @Test
    void shouldGiveUpAfterItsPatienceWhereTheRunEndsByItself() {
        OutageHandler handler = handler(ONCE, false);
        handler.onDatabaseError(away, "db");
        clock.advance(PATIENCE.toNanos() - 1);
        handler.onDatabaseError(away, "db");
        clock.advance(1);

        assertThatThrownBy(() -> handler.onDatabaseError(away, "db"))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("gave up after 7 s, the archive is at sequence 0")
                .hasCause(away);
        assertThat(waits).hasSize(2);
    }

    @Test
    void shouldNotWaitWhereTryingAgainMakesNoSense() {
        OutageHandler handler = handler(FOLLOWING, false);

        assertThatThrownBy(() -> handler.onDatabaseError(noPassword, "db"))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("check the address, user and password");
        assertThatThrownBy(() -> handler.onDatabaseError(noTable, "db")).isInstanceOf(ArchiveRejectedException.class);
        assertThat(waits).isEmpty();
    }

    /** The run ends in order: what it could not commit is in the journal. */
    @Test
    void shouldComplainOfNothingWhenToldToStop() {
        stopped = true;

        assertThatCode(() -> handler(ONCE, false).onDatabaseError(noTable, "db"))
                .doesNotThrowAnyException();
        assertThat(waits).isEmpty();
    }

    @Test
    void shouldWaitForTheLockOnlyWhileItMayBeItsOwnOrWhereItStandsBy() {
        assertThatThrownBy(() -> handler(FOLLOWING, false).onLocked(locked, false))
                .isSameAs(locked);
        assertThatThrownBy(() -> handler(ONCE, true).onLocked(locked, false)).isSameAs(locked);
        assertThat(waits).isEmpty();

        handler(FOLLOWING, true).onLocked(locked, false);
        assertThat(waits).containsExactly("another archiver writes, " + last + " behind");

        OutageHandler heldBefore = handler(ONCE, false);
        heldBefore.onLocked(locked, true);
        assertThat(waits).hasSize(2);
        clock.advance(PATIENCE.toNanos());
        assertThatThrownBy(() -> heldBefore.onLocked(locked, true)).isSameAs(locked);
    }

    private OutageHandler handler(boolean once, boolean standby) {
        ArchiverConfig config = ArchiverConfig.defaults().withPatience(PATIENCE).withStandby(standby);
        Outage outage =
                new Outage(new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new SplittableRandom(1)), clock);
        Watermark watermark = new Watermark(journal.scout());
        RunReporter reporter = new RunReporter(new Listener(), journal, watermark, outage, clock);
        Pauses pauses = new Pauses(() -> stopped, reporter::tellStatus, clock);
        return new OutageHandler(config, watermark, outage, reporter, pauses, once);
    }

    private final class Listener implements ArchiveProgress {
        @Override
        public void committed(long records, long rows, JournalPosition position, long lagRecords) {
            throw new AssertionError("nothing commits here");
        }

        @Override
        public void waiting(String reason, long pauseMs, long lagRecords) {
            waits.add(reason + ", " + lagRecords + " behind");
        }
    }
}
