package io.millrace.engine.thread;

import jnr.ffi.LibraryLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nice value of the calling thread: from -20, before all others, to 19, behind all others of ordinary scheduling. On Linux each thread
 * has its own, and the threads that it starts begin with it.
 *
 * <p>Any thread, for itself. A lower value needs root, CAP_SYS_NICE or a limit RLIMIT_NICE that allows it; where the system refuses or
 * knows no such thing, everything stays as it was.
 */
public final class ThreadNice {
    /** Where the last of those stand that still must come to run. */
    public static final int LAST = 19;

    private static final Logger LOG = LoggerFactory.getLogger(ThreadNice.class);
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private ThreadNice() {}

    /** The part of the C library that is needed; public so that the proxy can be made. */
    public interface Priorities {
        /**
         * See setpriority(2).
         *
         * @return 0, or -1 where it was refused
         */
        int setpriority(int which, int who, int nice);

        /** See getpriority(2): the nice value. */
        int getpriority(int which, int who);
    }

    /** The calling thread's; 0 where the system knows none. */
    public static int get() {
        try {
            return priorities().getpriority(PRIO_PROCESS, CALLING_THREAD);
        } catch (final RuntimeException | LinkageError e) {
            LOG.debug("no nice value: {}", e.toString());
            return 0;
        }
    }

    /** Gives the calling thread another one; false where that is not to be had. */
    public static boolean set(final int nice) {
        try {
            return priorities().setpriority(PRIO_PROCESS, CALLING_THREAD, nice) == 0;
        } catch (final RuntimeException | LinkageError e) {
            LOG.debug("the nice value stays: {}", e.toString());
            return false;
        }
    }

    private static Priorities priorities() {
        return LibraryLoader.create(Priorities.class).load("c");
    }
}
