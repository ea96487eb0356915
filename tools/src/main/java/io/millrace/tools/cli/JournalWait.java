package io.millrace.tools.cli;

import io.millrace.journal.JournalException;
import io.millrace.journal.JournalMissingException;
import io.millrace.journal.time.Clocks;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;

/** Waits for a journal that an engine has not made yet, and says so. Main thread. */
final class JournalWait {
    private static final long POLL_MS = 100;
    private static final long SAY_AGAIN_NS = TimeUnit.SECONDS.toNanos(30);

    /** An engine makes the files of a journal one after the other. */
    private static final long HALF_MADE_NS = TimeUnit.SECONDS.toNanos(5);

    private final Path directory;
    private final PrintWriter err;
    private final NanoClock clock = Clocks.monotonic();

    JournalWait(Path directory, PrintWriter err) {
        this.directory = directory;
        this.err = err;
    }

    /**
     * Returns when the journal is there.
     *
     * @param patience null for no end
     * @return false when it was stopped before
     * @throws UserError when the patience ends
     * @throws JournalException when what is there is no journal, and does not become one
     */
    boolean await(Duration patience, BooleanSupplier stop) {
        long startNs = clock.nanoTime();
        long sayAtNs = startNs;
        long brokenSinceNs = 0;
        while (!stop.getAsBoolean()) {
            long nowNs = clock.nanoTime();
            try {
                if (Files.isDirectory(directory)) {
                    ArchiveCommand.requireJournal(directory);
                    return true;
                }
                brokenSinceNs = 0;
            } catch (JournalMissingException notYet) {
                brokenSinceNs = 0;
            } catch (JournalException broken) {
                brokenSinceNs = brokenSinceNs == 0 ? nowNs : brokenSinceNs;
                if (nowNs - brokenSinceNs >= HALF_MADE_NS) {
                    throw broken;
                }
            }
            if (patience != null && nowNs - startNs >= patience.toNanos()) {
                throw UserError.usage("no journal in " + directory + " after " + patience.toSeconds()
                        + " s: start one with millrace run, or correct --data");
            }
            if (nowNs >= sayAtNs) {
                sayAtNs = nowNs + SAY_AGAIN_NS;
                err.println("millrace: waiting for a journal in " + directory + "; an engine makes it: millrace run");
                err.flush();
            }
            pause();
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError(ExitCodes.FAILED, "interrupted while waiting for a journal");
        }
    }
}
