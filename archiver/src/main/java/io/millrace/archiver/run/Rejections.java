package io.millrace.archiver.run;

import io.millrace.archiver.ArchiveRejectedException;
import io.millrace.archiver.database.SqlErrors;
import io.millrace.archiver.sink.Refusals.Refusal;
import io.millrace.journal.tail.JournalPosition;
import java.sql.SQLException;

/** What an archiver says when it ends because the database does not take what it writes. Any thread. */
final class Rejections {
    private Rejections() {}

    /** More rows are refused than may be set aside. */
    static ArchiveRejectedException tooMany(Refusal last, int maxDeadLetters, JournalPosition archived) {
        return new ArchiveRejectedException(
                "the database refuses record " + last.sequence() + ": " + SqlErrors.describe(last.reason())
                        + "; no more than " + maxDeadLetters
                        + " records may be set aside, the schema of " + last.table()
                        + " does not seem to fit; the archive ends at sequence " + archived.sequence(),
                last.reason());
    }

    /** A transaction is refused for what is no row's fault. */
    static ArchiveRejectedException whole(JournalPosition archived, JournalPosition end, SQLException error) {
        return new ArchiveRejectedException(
                "the database refuses records " + (archived.sequence() + 1) + " to " + end.sequence() + ": "
                        + SqlErrors.describe(error) + "; the archive ends at sequence " + archived.sequence(),
                error);
    }
}
