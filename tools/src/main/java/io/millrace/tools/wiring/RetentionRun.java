package io.millrace.tools.wiring;

import io.millrace.archiver.checkpoint.ArchivePosition;
import io.millrace.archiver.checkpoint.ArchivePositions;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.RetentionConfig;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.Retention;
import io.millrace.engine.recovery.RetentionPlan;
import io.millrace.engine.recovery.RetentionPlan.Archive;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.util.Optional;

/** One application of retention: asks the archive how far it is, then lets the engine's rules decide. One thread. */
public final class RetentionRun {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final DataDirectory directory;
    private final Retention retention;

    /**
     * For one data directory.
     *
     * @param rules how old cycles must be
     */
    public RetentionRun(Path dataDirectory, EngineConfig config, RetentionConfig rules) {
        directory = new DataDirectory(dataDirectory);
        retention = new Retention(directory, config, rules);
    }

    /** What would be done. */
    public RetentionPlan plan(Archive archive) {
        return retention.plan(archive, nowMs());
    }

    /** Does it. */
    public RetentionPlan run(Archive archive) {
        return retention.run(archive, nowMs());
    }

    /** How far the journal is in a database; nothing may go while that holds none of it. */
    public Archive archivedIn(DatabaseTarget target) {
        Optional<ArchivePosition> position = ArchivePositions.read(target, directory.journal());
        return new Archive(true, position.map(ArchivePosition::sequence).orElse(0L));
    }

    private static long nowMs() {
        return Clocks.epoch().nanoTime() / NANOS_PER_MILLI;
    }
}
