package io.millrace.tools.cli;

import io.millrace.archiver.run.ArchiveStatus;
import io.millrace.engine.config.Scheduling;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.tools.database.EmbeddedDatabase;
import io.millrace.tools.scheduling.BehindTheEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an archiver shares the processors with the engine, from its start to its end: behind it, unless no processor is ever
 * idle and the archive falls too far behind. The archiver's thread.
 */
final class GivingWay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GivingWay.class);
    /** Some minutes of a busy market: until then the journal can wait. */
    static final long FAR_BEHIND_RECORDS = 10_000_000;

    private final Path counters;
    private BehindTheEngine behind;

    /**
     * Begins.
     *
     * @param withDatabase whether the archive is the embedded database of this directory, which then gives way too
     */
    GivingWay(Path directory, Scheduling scheduling, boolean withDatabase) {
        counters = new DataDirectory(directory).counters();
        if (scheduling == Scheduling.IDLE) {
            behind = new BehindTheEngine(
                    () -> withDatabase ? EmbeddedDatabase.serverProcessId(directory) : OptionalLong.empty());
        }
    }

    /** How it works now. */
    Scheduling scheduling() {
        return behind == null ? Scheduling.NORMAL : Scheduling.IDLE;
    }

    /** Looks whether it still can give way. */
    void look(ArchiveStatus status) {
        if (behind != null && isFarBehind(status.position(), lastSequence())) {
            boolean all = behind.end();
            behind = null;
            LOG.warn(
                    "the archive is more than {} records behind and no processor is ever idle: {}",
                    Format.count(FAR_BEHIND_RECORDS),
                    all
                            ? "the archiver goes on at the usual priority"
                            : "the database goes on at the usual priority; start the archiver again with --scheduling normal, for only"
                                    + " root may take back what it gave up");
        }
    }

    static boolean isFarBehind(long position, long lastSequence) {
        return lastSequence - position > FAR_BEHIND_RECORDS;
    }

    /** What the engine says: an archiver that hardly ever runs does not know how far the journal goes. */
    private long lastSequence() {
        if (!Files.isRegularFile(counters)) {
            return 0;
        }
        try (CountersFile file = CountersFile.read(counters)) {
            return file.value(EngineCounter.LAST_SEQUENCE);
        } catch (RuntimeException beingMade) {
            return 0;
        }
    }

    @Override
    public void close() {
        if (behind != null) {
            behind.close();
        }
    }
}
