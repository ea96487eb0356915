package io.millrace.engine.thread;

import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the threads that an event passes (feed, engine, journal, egress) before whatever else wants their processors, by their
 * nice value and that of their session's group.
 *
 * <p>Threads that spin on all processors are interrupted by each that wakes up, and with equal weights the one that came keeps the
 * processor for up to a tick of the kernel, 4 ms. With nice -10 a thread of SCHED_IDLE has 3 parts in 9,548 of a processor in place
 * of 3 in 1,024, and one of ordinary priority a tenth in place of a half.
 *
 * <p>Made and closed by the thread that opens the engine; the other methods are for the thread that they are about. Where the system
 * refuses there is one warning, and everything stays as it was.
 */
public final class EventPriority implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventPriority.class);

    /** What threads have anyway. */
    public static final EventPriority USUAL = new EventPriority(false, 0, OptionalInt.empty());

    private final boolean granted;
    private final int nice;
    private final OptionalInt groupBefore;

    private EventPriority(final boolean granted, final int nice, final OptionalInt groupBefore) {
        this.granted = granted;
        this.nice = nice;
        this.groupBefore = groupBefore;
    }

    /**
     * Asks the system for a priority, and raises the session's group.
     *
     * @param nice from -20 to 0; 0 asks for nothing
     */
    public static EventPriority ask(final int nice) {
        if (nice >= 0) {
            return USUAL;
        }
        final int before = ThreadNice.get();
        if (!ThreadNice.set(nice)) {
            LOG.warn(
                    "the system does not put the engine's threads before others (nice {} needs root, CAP_SYS_NICE or"
                            + " 'ulimit -e {}'): they run at the usual priority",
                    nice,
                    ThreadNice.LAST + 1 - nice);
            return USUAL;
        }
        ThreadNice.set(before);
        final long self = ProcessHandle.current().pid();
        final OptionalInt groupBefore = SessionGroup.niceOf(self);
        SessionGroup.weigh(self, nice);
        return new EventPriority(true, nice, groupBefore);
    }

    /** The calling thread is one that events pass; nothing else should be started by it from here on, for it would begin with the same. */
    public void enter() {
        if (granted) {
            ThreadNice.set(nice);
        }
    }

    /** The calling thread is one while it does something, and afterwards what it was. */
    public void run(final Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }

    /** The same with a result. */
    public <T> T call(final Supplier<T> work) {
        if (!granted) {
            return work.get();
        }
        final int before = ThreadNice.get();
        enter();
        try {
            return work.get();
        } finally {
            ThreadNice.set(before);
        }
    }

    /**
     * The calling thread gives way to those that events pass, and yet has to come to run now and then: beside threads that were put
     * first, one of SCHED_IDLE would not for seconds.
     */
    public void giveWay() {
        if (granted) {
            ThreadNice.set(ThreadNice.LAST);
        } else {
            IdleScheduling.enter();
        }
    }

    /** The session's group has the weight that it had. */
    @Override
    public void close() {
        groupBefore.ifPresent(
                before -> SessionGroup.weigh(ProcessHandle.current().pid(), before));
    }
}
