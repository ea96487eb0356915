package io.millrace.tools.wiring;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.archiver.verify.ArchiveVerifier;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.Replay;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.engine.recovery.ReplayStart;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The three proofs in their order: the journal reads as it was written, its inputs give its outputs again, the archive equals
 * it. A proof is left out when the one before it did not hold, because it could say nothing. Immutable.
 *
 * @param replayedAfter the snapshot that the replay started from, because retention has removed the first records; 0: from the
 *     first record
 */
public record Verification(
        JournalSummary journal, long replayedAfter, Optional<ReplayReport> replay, Optional<ArchiveCheck> archive) {
    /** Opens the progress of a step. */
    public interface Steps {
        /** A step begins; the consumer is told the records so far. */
        LongConsumer begin(String step);
    }

    /**
     * Verifies; the caller's thread does all of it, and nothing is written.
     *
     * @param database empty when there is no archive to compare
     */
    public static Verification of(
            DataDirectory directory, EngineConfig runtime, Optional<DatabaseTarget> database, Steps steps) {
        Path journalDirectory = directory.journal();
        JournalSummary journal = new JournalVerifier(journalDirectory, steps.begin("reading")).verify();
        if (!journal.good()) {
            return new Verification(journal, 0, Optional.empty(), Optional.empty());
        }
        ReplayReport replayed;
        ReplayStart start = ReplayStart.of(directory, runtime, steps.begin("replaying"));
        try (Replay replay = start.replay()) {
            replayed = replay.run();
        }
        Optional<ArchiveCheck> archive = Optional.empty();
        if (database.isPresent()) {
            archive = Optional.of(ArchiveVerifier.verify(journalDirectory, database.get(), steps.begin("comparing")));
        }
        return new Verification(journal, start.snapshotSequence(), Optional.of(replayed), archive);
    }

    /** The same with the comparison of the archive. */
    public Verification withArchive(ArchiveCheck check) {
        return new Verification(journal, replayedAfter, replay, Optional.of(check));
    }

    /** Whether every proof that was asked for holds; an archive that is behind but equal holds. */
    public boolean holds() {
        return journal.good()
                && replay.isPresent()
                && replay.get().identical()
                && (archive.isEmpty() || archive.get().identical());
    }
}
