package io.millrace.engine.thread;

import jnr.ffi.LibraryLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the calling thread run only while a processor has nothing else to do: Linux' scheduling policy SCHED_IDLE.
 *
 * <p>For threads that serve the engine but must never hold it up. On two processors that the feed and the engine keep busy, a
 * thread of ordinary priority takes one of them for a slice of some milliseconds each time it wakes up, and the tail of the
 * latencies is made of just that. A thread cannot leave the policy again without privileges, so it is left by ending.
 *
 * <p>Called by the thread itself, once. Where the system has no such policy or refuses it, the thread stays as it was.
 */
public final class IdleScheduling {
    private static final Logger LOG = LoggerFactory.getLogger(IdleScheduling.class);
    private static final int SCHED_IDLE = 5;
    private static final int CALLING_THREAD = 0;

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
    }

    /** Gives way to everything else from here on; false where that is not to be had. */
    public static boolean enter() {
        try {
            final Scheduler scheduler = LibraryLoader.create(Scheduler.class).load("c");
            return scheduler.sched_setscheduler(CALLING_THREAD, SCHED_IDLE, new int[1]) == 0;
        } catch (final RuntimeException | LinkageError e) {
            LOG.debug("no idle scheduling: {}", e.toString());
            return false;
        }
    }
}
