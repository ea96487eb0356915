package io.millrace.engine.thread;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets threads run only while a processor has nothing else to do: Linux' scheduling policy SCHED_IDLE.
 *
 * <p>For threads and processes that serve the engine but must never hold it up. On two processors that the feed and the engine
 * keep busy, a thread of ordinary priority takes one of them for a slice of some milliseconds each time it wakes up, and the
 * tail of the latencies is made of just that. A thread leaves the policy only with privileges, or by ending; the threads and
 * processes that it starts begin with it.
 *
 * <p>Any thread. Where the system has no such policy or refuses it, everything stays as it was.
 */
public final class IdleScheduling {
    private static final Logger LOG = LoggerFactory.getLogger(IdleScheduling.class);
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_IDLE = 5;
    private static final int CALLING_THREAD = 0;
    private static final int NO_SUCH_THREAD = -1;

    /** A thread that is not idle yet may start another while the others are changed; more rounds than that nobody needs. */
    private static final int MOST_ROUNDS = 100;

    private IdleScheduling() {}

    /** The part of the C library that is needed; public so that the proxy can be made. */
    public interface Scheduler {
        /**
         * See sched_setscheduler(2).
         *
         * @param parameter struct sched_param: the priority, which must be 0
         * @return 0, or -1 where it was refused
         */
        int sched_setscheduler(int threadId, int policy, int[] parameter);

        /** See sched_getscheduler(2): the policy, or -1 where there is no such thread. */
        int sched_getscheduler(int threadId);
    }

    /** The calling thread gives way to everything else from here on; false where that is not to be had. */
    public static boolean enter() {
        try {
            return scheduler().sched_setscheduler(CALLING_THREAD, SCHED_IDLE, new int[1]) == 0;
        } catch (final RuntimeException | LinkageError e) {
            LOG.debug("no idle scheduling: {}", e.toString());
            return false;
        }
    }

    /**
     * Every thread of a process gives way from here on, with those that it starts later, those of the JVM included.
     *
     * @param processId this process, or another one of the same user
     * @return false where that is not to be had for all of them, or there is no such process
     */
    public static boolean enter(final long processId) {
        return change(processId, SCHED_IDLE, NO_SUCH_THREAD);
    }

    /** Every thread of this process but the calling one, which can so look after the others. */
    public static boolean enterAllOthers() {
        try {
            final Path self = Path.of("/proc/thread-self").toRealPath();
            return change(
                    ProcessHandle.current().pid(),
                    SCHED_IDLE,
                    Integer.parseInt(self.getFileName().toString()));
        } catch (final IOException e) {
            LOG.debug("no idle scheduling: {}", e.toString());
            return false;
        }
    }

    /**
     * Every thread of a process gets its share like others again; for root, or where the limit of the priority allows it.
     *
     * @return false where it is refused, or there is no such process
     */
    public static boolean leave(final long processId) {
        return change(processId, SCHED_OTHER, NO_SUCH_THREAD);
    }

    private static boolean change(final long processId, final int policy, final int exceptThreadId) {
        final Path threads = Path.of("/proc", Long.toString(processId), "task");
        try {
            final Scheduler scheduler = scheduler();
            for (int round = 0; round < MOST_ROUNDS; round++) {
                if (!anyChanged(scheduler, threads, policy, exceptThreadId)) {
                    return true;
                }
            }
            LOG.debug("the policy of process {} stays: it starts threads without end", processId);
        } catch (final IOException | RuntimeException | LinkageError e) {
            LOG.debug("the policy of process {} stays: {}", processId, e.toString());
        }
        return false;
    }

    private static boolean anyChanged(
            final Scheduler scheduler, final Path threads, final int policy, final int exceptThreadId)
            throws IOException {
        boolean changed = false;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (final Path thread : all) {
                final int threadId = Integer.parseInt(thread.getFileName().toString());
                final int before = scheduler.sched_getscheduler(threadId);
                if (before == policy || before == NO_SUCH_THREAD || threadId == exceptThreadId) {
                    continue;
                }
                if (scheduler.sched_setscheduler(threadId, policy, new int[1]) == 0) {
                    changed = true;
                } else if (scheduler.sched_getscheduler(threadId) != NO_SUCH_THREAD) {
                    throw new IOException("the system refuses it for thread " + threadId);
                }
            }
        } catch (final NoSuchFileException gone) {
            throw new IOException("there is no such process", gone);
        }
        return changed;
    }

    private static Scheduler scheduler() {
        return LibraryLoader.create(Scheduler.class).load("c");
    }
}
