package io.millrace.archiver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.ArchiveMismatchException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.run.ArchiveProgress;
import io.millrace.archiver.run.Archiver;
import io.millrace.archiver.run.ArchiverConfig;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(PostgresExtension.class)
class ArchivePositionsIT {
    @TempDir
    private Path directory;

    @Test
    void shouldSayHowFarAJournalIsArchived(DatabaseTarget database) {
        long last = SampleJournal.write(directory, -5, 77, 1, 100);
        assertThat(ArchivePositions.read(database, -5, 77)).isEmpty();
        try (Archiver archiver = Archiver.open(directory, database, ArchiverConfig.defaults())) {
            archiver.runOnce(ArchiveProgress.NONE);
            // The archiver holds its lock, which is nothing to a reader.
            assertThat(ArchivePositions.read(database, -5, 77))
                    .hasValueSatisfying(
                            position -> assertThat(position.sequence()).isEqualTo(last));
        }
        assertThat(ArchivePositions.read(database, 6, 77)).isEmpty();
    }

    @Test
    void shouldRefuseThePositionOfAnotherJournal(DatabaseTarget database) {
        SampleJournal.write(directory, 5, 77, 1, 10);
        try (Archiver archiver = Archiver.open(directory, database, ArchiverConfig.defaults())) {
            archiver.runOnce(ArchiveProgress.NONE);
        }
        assertThatThrownBy(() -> ArchivePositions.read(database, 5, 78)).isInstanceOf(ArchiveMismatchException.class);
    }

    @Test
    void shouldTellAnEmptyDatabaseFromOneThatIsAway(PostgresServer server) {
        assertThat(ArchivePositions.read(server.newDatabase(), 5, 77)).isEmpty();
        assertThatThrownBy(() ->
                        ArchivePositions.read(new DatabaseTarget("jdbc:postgresql://localhost:1/x", "u", ""), 5, 77))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("localhost:1/x");
        assertThatThrownBy(() -> ArchivePositions.read(server.target("nosuch"), 5, 77))
                .isInstanceOf(DatabaseUnavailableException.class);
    }
}
