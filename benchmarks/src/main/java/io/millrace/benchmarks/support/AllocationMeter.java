package io.millrace.benchmarks.support;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Bytes that some threads have allocated on the heap, as the JVM counts them for each thread.
 *
 * <p>Any thread; reading allocates nothing. A thread that has ended counts as 0.
 */
public final class AllocationMeter {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long[] threadIds;

    private AllocationMeter(final long... threadIds) {
        this.threadIds = threadIds;
    }

    /** Counts the calling thread. */
    public static AllocationMeter ofCurrentThread() {
        return new AllocationMeter(Thread.currentThread().getId());
    }

    /** Counts the calling thread and the one live thread of that name. */
    public static AllocationMeter ofCurrentThreadAnd(final String threadName) {
        final Thread[] live = new Thread[Thread.activeCount() * 2];
        final Thread[] named = Arrays.stream(live, 0, Thread.enumerate(live))
                .filter(thread -> thread.getName().equals(threadName))
                .toArray(Thread[]::new);
        if (named.length != 1) {
            throw new IllegalStateException(named.length + " threads are called " + threadName + ", expected one");
        }
        return new AllocationMeter(Thread.currentThread().getId(), named[0].getId());
    }

    /** Bytes since the threads started. */
    public long bytes() {
        long bytes = 0;
        for (final long id : threadIds) {
            bytes += Math.max(0, threads.getThreadAllocatedBytes(id));
        }
        return bytes;
    }
}
