package io.millrace.tools.scheduling;

import io.millrace.engine.thread.IdleScheduling;
import io.millrace.engine.thread.SessionGroup;
import io.millrace.engine.thread.ThreadNice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process and what a PostgreSQL server has started behind the engine on the processors: they run while one of those
 * has nothing else to do. On a machine where that is never so they would come to nothing, and get their share again when asked.
 *
 * <p>SCHED_IDLE alone does not do that for a server: each of its processes begins a session, and where the kernel groups
 * processes by session ({@code kernel.sched_autogroup_enabled}) a group has the weight of any other, whatever runs in it. So the
 * group is put to the end as well ({@code /proc/PID/autogroup}). The server itself is left as it is, and what others ask of it
 * later begins as usual.
 *
 * <p>Has a thread of its own, the only one that does not give way: it looks for processes which the server has started since, and
 * asks whether it is enough. What the system refuses stays as it was, and is told once.
 */
public final class BehindTheEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BehindTheEngine.class);
    private static final long LOOK_MS = 250;
    /** Whether it is enough is asked at each so many looks: the answer is about tens of seconds, and costs the engine time. */
    private static final int LOOKS_PER_QUESTION = 16;

    private static final int USUAL = 0;

    /** Empty where no server is ours to look after: then there is nothing to look for between two questions. */
    private final Optional<Supplier<OptionalLong>> server;

    private final BooleanSupplier enough;
    private final Set<Long> put = new HashSet<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "millrace-behind");
    private volatile boolean ended;

    // The thread's own.
    private OptionalLong running = OptionalLong.empty();
    private boolean refused;

    /**
     * Puts this process behind from here on.
     *
     * @param server which process the server is that should stay behind too, if it runs; asked every {@value #LOOK_MS} ms while there is
     *     none. Empty where the server is somebody else's
     * @param enough asked every few seconds: from the first yes on everything has its share again
     */
    public BehindTheEngine(Optional<Supplier<OptionalLong>> server, BooleanSupplier enough) {
        this.server = server;
        this.enough = enough;
        thread.setDaemon(true);
        thread.start();
        try {
            begun.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it is over with giving way. */
    public boolean ended() {
        return ended;
    }

    /** Leaves what it has put behind there, and puts nothing more. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            if (!IdleScheduling.enterAllOthers()) {
                tellOnce("the archiver");
            }
            begun.countDown();
            do {
                if (enough.getAsBoolean()) {
                    takeBack();
                    return;
                }
            } while (!stoppedBeforeTheNextQuestion());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            begun.countDown();
        }
    }

    private boolean stoppedBeforeTheNextQuestion() throws InterruptedException {
        if (server.isEmpty()) {
            return stop.await(LOOK_MS * LOOKS_PER_QUESTION, TimeUnit.MILLISECONDS);
        }
        for (int look = 0; look < LOOKS_PER_QUESTION; look++) {
            putChildrenOf(server.get());
            if (stop.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** As far as the system lets it: the policy of a thread is only root's to take back, the weight of a group anybody's. */
    private void takeBack() throws InterruptedException {
        ended = true;
        boolean all = IdleScheduling.leave(ProcessHandle.current().pid());
        for (long processId : put) {
            if (!SessionGroup.weigh(processId, USUAL)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                SessionGroup.weigh(processId, USUAL);
            }
            all &= IdleScheduling.leave(processId)
                    || ProcessHandle.of(processId).isEmpty();
        }
        LOG.warn(
                "no processor is ever idle, and the archive falls behind: {}",
                all
                        ? "archiver and database go on at the usual priority"
                        : "start the archiver again with --scheduling normal, for only root may take back what it gave up");
    }

    private void putChildrenOf(Supplier<OptionalLong> finder) {
        // Which process it is takes longer to find out than whether it still is there.
        if (running.isEmpty() || !isThere(running.getAsLong())) {
            running = finder.get();
        }
        running.ifPresent(this::putChildrenOf);
    }

    private void putChildrenOf(long serverProcessId) {
        Set<Long> children = childrenOf(serverProcessId);
        put.retainAll(children);
        for (long child : children) {
            if (put.contains(child)) {
                continue;
            }
            if (!IdleScheduling.enter(child) && ProcessHandle.of(child).isPresent()) {
                tellOnce("the database");
            }
            if (SessionGroup.weigh(child, ThreadNice.LAST)) {
                put.add(child);
            }
        }
    }

    private static boolean isThere(long processId) {
        return Files.exists(Path.of("/proc", Long.toString(processId)));
    }

    /** The kernel keeps the list of them in one file; to look through all processes would cost milliseconds. */
    private static Set<Long> childrenOf(long processId) {
        String id = Long.toString(processId);
        Set<Long> children = new HashSet<>();
        try {
            String listed = Files.readString(Path.of("/proc", id, "task", id, "children"), StandardCharsets.US_ASCII);
            for (String word : List.of(listed.strip().split(" ", -1))) {
                if (!word.isEmpty()) {
                    children.add(Long.parseLong(word));
                }
            }
        } catch (IOException notListed) {
            ProcessHandle.of(processId)
                    .ifPresent(parent -> parent.children().forEach(child -> children.add(child.pid())));
        }
        return children;
    }

    private void tellOnce(String who) {
        if (!refused) {
            refused = true;
            LOG.warn("the system does not let {} give way to the engine: it runs at the usual priority", who);
        }
    }
}
