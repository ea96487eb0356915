package io.millrace.tools.scheduling;

import io.millrace.engine.thread.IdleScheduling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process and what a PostgreSQL server has started behind the engine on the processors: they run while one of those
 * has nothing else to do.
 *
 * <p>SCHED_IDLE alone does not do that for a server: each of its processes begins a session, and where the kernel groups
 * processes by session ({@code kernel.sched_autogroup_enabled}) a group has the weight of any other, whatever runs in it. So the
 * group is put to the end as well ({@code /proc/PID/autogroup}). The server itself is left as it is, and what others ask of it
 * later begins as usual.
 *
 * <p>Has a thread of its own that looks for processes which the server has started since; {@link #end} from any thread.
 * What the system refuses stays as it was, and is told once.
 */
public final class BehindTheEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BehindTheEngine.class);
    private static final long LOOK_MS = 250;
    private static final String LAST = "19";
    private static final String USUAL = "0";

    private final Supplier<OptionalLong> server;
    private final Set<Long> put = new HashSet<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "millrace-behind");
    private boolean refused;

    /**
     * Puts this process behind from here on.
     *
     * @param server its process if one runs that should stay behind too; asked for every {@value #LOOK_MS} ms
     */
    public BehindTheEngine(Supplier<OptionalLong> server) {
        this.server = server;
        if (!IdleScheduling.enter(ProcessHandle.current().pid())) {
            tellOnce("the archiver");
        }
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Gives everything its share again, as far as the system lets it; without privileges the threads of this process stay
     * behind those of the same session.
     *
     * @return whether all got it
     */
    public boolean end() {
        close();
        boolean all = IdleScheduling.leave(ProcessHandle.current().pid());
        for (long processId : put) {
            if (!weigh(processId, USUAL)) {
                pause();
                weigh(processId, USUAL);
            }
            all &= IdleScheduling.leave(processId)
                    || !ProcessHandle.of(processId).isPresent();
        }
        return all;
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
            do {
                server.get().ifPresent(this::putChildrenOf);
            } while (!stop.await(LOOK_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            if (weigh(child, LAST)) {
                put.add(child);
            }
        }
    }

    /** The kernel keeps the list of them in one file; to look through all processes would cost milliseconds. */
    private static Set<Long> childrenOf(long processId) {
        String id = Long.toString(processId);
        Set<Long> children = new HashSet<>();
        try {
            String listed = Files.readString(Path.of("/proc", id, "task", id, "children"), StandardCharsets.US_ASCII);
            List.of(listed.strip().split(" ", -1)).stream()
                    .filter(word -> !word.isEmpty())
                    .forEach(word -> children.add(Long.parseLong(word)));
        } catch (IOException notListed) {
            ProcessHandle.of(processId)
                    .ifPresent(parent -> parent.children().forEach(child -> children.add(child.pid())));
        }
        return children;
    }

    /** False where it has to be tried again: the kernel takes a change from an ordinary user ten times a second. */
    private static boolean weigh(long processId, String niceness) {
        Path group = Path.of("/proc", Long.toString(processId), "autogroup");
        try {
            if (Files.exists(group)) {
                Files.writeString(group, niceness, StandardCharsets.US_ASCII);
            }
            return true;
        } catch (IOException e) {
            LOG.debug("the group of process {} keeps its weight: {}", processId, e.toString());
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellOnce(String who) {
        if (!refused) {
            refused = true;
            LOG.warn("the system does not let {} give way to the engine: it runs at the usual priority", who);
        }
    }
}
