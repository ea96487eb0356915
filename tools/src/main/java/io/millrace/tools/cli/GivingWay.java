package io.millrace.tools.cli;

import io.millrace.engine.config.Scheduling;
import io.millrace.engine.metrics.CountersFile;
import io.millrace.engine.metrics.EngineCounter;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.journal.time.Clocks;
import io.millrace.tools.database.EmbeddedDatabase;
import io.millrace.tools.scheduling.BehindTheEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/**
 * How an archiver shares the processors with the engine, from its start to its end: behind it, until what the engine had written
 * is not archived for {@value #PATIENCE_S} s, as on a machine where no processor is ever idle.
 *
 * <p>{@link #archived} and {@link #scheduling} from the archiver's thread.
 */
final class GivingWay implements AutoCloseable {
    static final int PATIENCE_S = 30;

    private final Path counters;
    private final NanoClock clock = Clocks.monotonic();
    private final BehindTheEngine behind;
    private volatile long position;

    // What has to be archived, and since when; the watching thread's.
    private long wanted;
    private long wantedSinceNs;

    /**
     * Begins.
     *
     * @param withDatabase whether the archive is the embedded database of this directory, which then gives way too
     */
    GivingWay(Path directory, Scheduling scheduling, boolean withDatabase) {
        counters = new DataDirectory(directory).counters();
        wantedSinceNs = clock.nanoTime();
        behind = scheduling == Scheduling.NORMAL
                ? null
                : new BehindTheEngine(
                        withDatabase
                                ? Optional.of(() -> EmbeddedDatabase.serverProcessId(directory))
                                : Optional.empty(),
                        () -> isStarved(lastSequence(), clock.nanoTime()));
    }

    /** How it works now. */
    Scheduling scheduling() {
        return behind == null || behind.ended() ? Scheduling.NORMAL : Scheduling.IDLE;
    }

    /** Notes how far the archive is. */
    void archived(long sequence) {
        position = sequence;
    }

    /** Whether what the engine had written so long ago still is not archived. An archiver that hardly runs does not know. */
    boolean isStarved(long lastSequence, long nowNs) {
        if (position >= wanted) {
            wanted = lastSequence;
            wantedSinceNs = nowNs;
        }
        return position < wanted && nowNs - wantedSinceNs > TimeUnit.SECONDS.toNanos(PATIENCE_S);
    }

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
