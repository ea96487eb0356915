package io.millrace.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.archiver.ArchiverException;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.sink.RecordSink;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.archiver.testing.SampleJournal;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@ExtendWith(PostgresExtension.class)
class ArchiveSessionIT {
    private static final int ENGINE_ID = 5;
    private static final long JOURNAL_ID = 77;
    private static final int NO_DEAD_LETTERS = 0;

    @TempDir
    private Path directory;

    /** Two transactions may be collected at a time: the second must not commit where the first has failed. */
    @Test
    void shouldRefuseRecordsThatDoNotFollowThePosition(DatabaseTarget database) throws Exception {
        SampleJournal.write(directory, ENGINE_ID, JOURNAL_ID, 3, 400);
        try (JournalSource journal = new JournalSource(directory)) {
            assertThat(journal.identify()).isTrue();
            try (ArchiveSession session =
                    ArchiveSession.open(database, Duration.ofSeconds(30), ENGINE_ID, JOURNAL_ID, null)) {
                journal.seek(session.position());
                Transaction first = collect(session, journal, 100);
                Transaction second = collect(session, journal, 100);
                assertThat(second.afterSequence()).isEqualTo(first.end().sequence());

                assertThatThrownBy(() -> session.write(second, journal, NO_DEAD_LETTERS))
                        .isInstanceOf(ArchiverException.class)
                        .hasMessageContaining("the archive ends at 0");
                assertThat(PostgresServer.count(database, "ticks")).isZero();

                assertThat(session.write(first, journal, NO_DEAD_LETTERS)).isEmpty();
                assertThat(session.write(second, journal, NO_DEAD_LETTERS)).isEmpty();
                ArchiveCheck check = ArchiveVerifier.verify(directory, database, done -> {});
                assertThat(check.identical()).as("%s", check).isTrue();
                assertThat(check.checked()).isEqualTo(second.end().sequence());
            }
        }
    }

    private static Transaction collect(ArchiveSession session, JournalSource journal, long records) {
        RecordSink sink = session.sink();
        while (sink.records() < records) {
            assertThat(journal.poll(batch -> batch.forEach(sink))).isTrue();
        }
        return new Transaction(
                session.handOver(), journal.position(), journal.batchCrc(), sink.newestTimeNs(), new TreeMap<>());
    }
}
