package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.ArchiveMismatchException;
import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.archiver.checkpoint.ArchivePositions;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import io.millrace.journal.retention.JournalPart;
import io.millrace.journal.retention.JournalRetention;
import io.millrace.journal.testing.Recut;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Journals that are not what they were: with another past, or without their first records. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class CutJournalIT {
    private static final int ENGINE = 5;
    private static final long JOURNAL = 77;

    @TempDir
    private Path directory;

    private Path journal;

    @Test
    void shouldRefuseAJournalWithAnotherPast(DatabaseTarget database) throws SQLException {
        journal = directory.resolve("a");
        long archived = SampleJournal.write(journal, ENGINE, JOURNAL, 1, 200);
        archive(database);
        assertThat(ArchivePositions.read(database, journal).map(ArchivePosition::sequence))
                .contains(archived);
        archive(database);

        // The same journal, cut and grown again: longer than the archive, with other records.
        journal = directory.resolve("b");
        SampleJournal.write(journal, ENGINE, JOURNAL, 2, 900);
        assertThatThrownBy(() -> archive(database))
                .isInstanceOf(ArchiveMismatchException.class)
                .hasMessageContaining("another batch there")
                .hasMessageContaining("archive this journal into another database");
        assertThatThrownBy(() -> ArchivePositions.read(database, journal)).isInstanceOf(ArchiveMismatchException.class);
        assertThat(verify(database).identical()).isFalse();

        // Cut, and not grown as far.
        journal = directory.resolve("c");
        SampleJournal.write(journal, ENGINE, JOURNAL, 3, 50);
        assertThatThrownBy(() -> archive(database)).hasMessageContaining("it was cut or is an older copy");
        assertThatThrownBy(() -> ArchivePositions.read(database, journal)).hasMessageContaining("it was cut");

        // The archive's own journal goes on as before.
        journal = directory.resolve("a");
        archive(database);
        assertThat(verify(database).identical()).isTrue();
    }

    @Test
    void shouldTakeAPositionOfAnOlderVersionAsItIs(DatabaseTarget database) throws SQLException {
        journal = directory.resolve("a");
        SampleJournal.write(journal, ENGINE, JOURNAL, 1, 100);
        archive(database);
        execute(database, "UPDATE archive_position SET batch_crc = NULL");
        archive(database);
        assertThat(verify(database).identical()).isTrue();
        execute(database, "UPDATE archive_position SET batch_crc = 1");
        assertThat(verify(database).firstDifference())
                .hasValueSatisfying(difference -> assertThat(difference).startsWith("archive_position: CRC32C"));
        assertThatThrownBy(() -> archive(database)).hasMessageContaining("another batch there");
    }

    @Test
    void shouldArchiveFromCompressedCycles(DatabaseTarget database) throws SQLException {
        cutJournal();
        JournalRetention retention = new JournalRetention(journal);
        for (int i = 0; i < 3; i++) {
            retention.compress(retention.parts().get(i));
        }
        archive(database);
        assertThat(verify(database).identical()).isTrue();
    }

    @Test
    void shouldGoOnAndCompareWhatIsThereAfterRetention(DatabaseTarget database) throws SQLException {
        long last = cutJournal();
        archive(database);
        long all = verify(database).rows();
        JournalRetention retention = new JournalRetention(journal);
        long first = retention.parts().get(4).firstSequence();
        retention.removeBefore(first);
        archive(database);
        ArchiveCheck check = verify(database);
        assertThat(check.firstDifference()).isEmpty();
        assertThat(check.checked()).isEqualTo(last - first + 1);
        assertThat(check.rows()).isBetween(1L, all - 1);
        assertThat(ArchivePositions.read(database, journal).map(ArchivePosition::sequence))
                .contains(last);
        // The definition of this instrument is in no cycle file any more.
        execute(database, "UPDATE instruments SET symbol = 'OTHER' WHERE instrument_id = 1");
        assertThat(verify(database).firstDifference())
                .hasValueSatisfying(difference -> assertThat(difference).contains("instrument 1, column symbol"));
        execute(database, "UPDATE instruments SET symbol = 'BTCUSDT' WHERE instrument_id = 1");
        execute(
                database,
                "UPDATE ticks SET price = price + 1 WHERE sequence = (SELECT max(sequence) FROM ticks WHERE price IS NOT NULL)");
        assertThat(verify(database).identical()).isFalse();
    }

    @Test
    void shouldSayLoudlyThatRecordsWereRemovedBeforeTheyWereArchived(DatabaseTarget database) throws SQLException {
        cutJournal();
        archive(database);
        JournalRetention retention = new JournalRetention(journal);
        List<JournalPart> parts = retention.parts();
        retention.removeBefore(parts.get(4).firstSequence());
        // An archive that was put back to an older copy; one that was at the very end of what is gone goes on.
        execute(
                database,
                "UPDATE archive_position SET sequence = " + parts.get(3).lastSequence());
        assertThat(ArchivePositions.read(database, journal)).isPresent();
        execute(
                database,
                "UPDATE archive_position SET sequence = " + (parts.get(3).lastSequence() - 1));
        assertThatThrownBy(() -> archive(database))
                .isInstanceOf(ArchiveMismatchException.class)
                .hasMessageContaining("begins at " + parts.get(4).firstSequence())
                .hasMessageContaining("removed before it was archived");
        assertThat(verify(database).firstDifference())
                .hasValueSatisfying(difference -> assertThat(difference).contains("what lies between is in neither"));
        execute(database, "DELETE FROM archive_position");
        assertThatThrownBy(() -> archive(database)).hasMessageContaining("removed before it was archived");
    }

    /** A journal over some ten cycles. */
    private long cutJournal() {
        journal = directory.resolve("a");
        long last = SampleJournal.write(journal, ENGINE, JOURNAL, 1, 600);
        Recut.hourly(journal, Recut.count(journal) / 10 + 1);
        return last;
    }

    private void archive(DatabaseTarget database) {
        try (Archiver archiver = Archiver.open(journal, database, ArchiverConfig.defaults())) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
    }

    private ArchiveCheck verify(DatabaseTarget database) {
        return ArchiveVerifier.verify(journal, database, checked -> {});
    }

    private static void execute(DatabaseTarget database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }
}
