package io.millrace.engine.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class IdleSchedulingTest {
    private static final String SCHED_OTHER = "0";
    private static final String SCHED_IDLE = "5";

    /** Above the largest process id that Linux gives. */
    private static final long NO_SUCH_PROCESS = 4_194_305;

    @Test
    void shouldMakeTheCallingThreadGiveWayAndNoOther() throws Exception {
        final CompletableFuture<String> policies = new CompletableFuture<>();
        final Thread thread = new Thread(() -> {
            final String before = policy(Path.of("/proc/thread-self/stat"));
            final boolean entered = IdleScheduling.enter();
            policies.complete(before + " " + entered + " " + policy(Path.of("/proc/thread-self/stat")));
        });
        thread.start();
        assertThat(policies.get(10, TimeUnit.SECONDS)).isEqualTo(SCHED_OTHER + " true " + SCHED_IDLE);
        assertThat(policy(Path.of("/proc/thread-self/stat"))).isEqualTo(SCHED_OTHER);
    }

    @Test
    void shouldMakeEveryThreadOfAProcessGiveWayAndWhatItStartsLater() throws Exception {
        final Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = child.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
            // The JVM's own threads are among them: those of the compilers and of the collector.
            assertThat(policies(child.pid())).hasSizeGreaterThan(5).containsOnly(SCHED_OTHER);
            assertThat(IdleScheduling.enter(child.pid())).isTrue();
            assertThat(policies(child.pid())).containsOnly(SCHED_IDLE);

            child.outputWriter().append("go\n").flush();
            final ProcessHandle grandchild =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(policies(child.pid())).as("with a thread more").containsOnly(SCHED_IDLE);
            assertThat(policies(grandchild.pid())).containsOnly(SCHED_IDLE);

            // Only root, or who has been given the right, may go back.
            final boolean left = IdleScheduling.leave(child.pid());
            assertThat(policies(child.pid())).containsOnly(left ? SCHED_OTHER : SCHED_IDLE);
            grandchild.destroyForcibly();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchProcess() {
        assertThat(IdleScheduling.enter(NO_SUCH_PROCESS)).isFalse();
        assertThat(IdleScheduling.leave(NO_SUCH_PROCESS)).isFalse();
    }

    /** Starts a thread and a process when it is told to, and says which process. */
    static final class Starter {
        private Starter() {}

        public static void main(final String[] arguments) throws Exception {
            System.out.println("ready");
            System.in.read();
            new Thread(() -> sleep(60_000)).start();
            System.out.println(new ProcessBuilder("sleep", "60").start().pid());
            sleep(60_000);
        }

        private static void sleep(final long ms) {
            try {
                TimeUnit.MILLISECONDS.sleep(ms);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static List<String> policies(final long processId) throws IOException {
        final Set<Path> threads = new TreeSet<>();
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(processId), "task"))) {
            all.forEach(threads::add);
        }
        return threads.stream().map(thread -> policy(thread.resolve("stat"))).toList();
    }

    /** Field 41 of proc_pid_stat(5), counted behind the name, which may have blanks. */
    private static String policy(final Path file) {
        try {
            final String stat = Files.readString(file);
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[38];
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
