package io.millrace.tools.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.engine.thread.IdleScheduling;
import io.millrace.tools.testing.ChildJvm;
import io.millrace.tools.testing.SchedulingOf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, for a process that has given way may not get its share back. The server is a shell. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class BehindTheEngineTest {
    private static final String SERVER = "setsid sleep 300 & while read line; do setsid sleep 300 & done; wait";
    private static final String NONE = "none";

    @TempDir
    Path directory;

    private Process server;

    /** In a session of its own: the weight of ours must not change. */
    @BeforeEach
    void startServer() throws IOException {
        server = new ProcessBuilder("setsid", "sh", "-c", SERVER).start();
        tellServer(server);
    }

    @AfterEach
    void endServer() {
        end(server);
    }

    @Test
    void shouldPutBehindWhatAServerStartsAndWhatItsSuccessorDoes() throws Exception {
        try (ChildJvm child = ChildJvm.start(GivesWay.class, directory.toString())) {
            assertThat(child.readLine()).isEqualTo("behind");
            awaitChildrenBehind(server, 1);
            server.outputWriter().append("one more\n").flush();
            awaitChildrenBehind(server, 2);
            assertThat(SchedulingOf.policies(server.pid())).containsOnly(SchedulingOf.OTHER);

            final Process before = server;
            server = new ProcessBuilder("setsid", "sh", "-c", SERVER).start();
            tellServer(server);
            end(before);
            awaitChildrenBehind(server, 1);
            assertThat(child.finish()).isZero();
            assertThat(child.readLine()).as("questions which process it is").isEqualTo("2");
        }
    }

    @Test
    void shouldGiveEverythingItsShareAgainWhenToldThatItIsEnough() throws Exception {
        try (ChildJvm child = ChildJvm.start(GivesWay.class, directory.toString())) {
            assertThat(child.readLine()).isEqualTo("behind");
            awaitChildrenBehind(server, 1);
            Files.createFile(directory.resolve("enough"));
            assertThat(child.readLine()).isEqualTo("over");
            final String policy = mayGoBack() ? SchedulingOf.OTHER : SchedulingOf.IDLE;
            final long behind = children(server).get(0).pid();
            await().untilAsserted(() -> {
                assertThat(SchedulingOf.policies(child.pid()))
                        .as("giving way")
                        .containsOnly(policy, SchedulingOf.OTHER);
                assertThat(SchedulingOf.policies(child.pid()))
                        .filteredOn(policy::equals)
                        .hasSizeGreaterThan(1);
                assertThat(SchedulingOf.policies(behind)).containsOnly(policy);
                if (SchedulingOf.OTHER.equals(policy)) {
                    assertThat(SchedulingOf.group(behind)).matches(SchedulingOf.LAST + "|/.* nice 0");
                }
            });
        }
    }

    @Test
    void shouldAskWhetherItIsEnoughWithoutAServerToo() throws Exception {
        try (ChildJvm child = ChildJvm.start(GivesWay.class, directory.toString(), NONE)) {
            assertThat(child.readLine()).isEqualTo("behind");
            Files.createFile(directory.resolve("enough"));
            assertThat(child.readLine()).isEqualTo("over");
            assertThat(SchedulingOf.policies(children(server).get(0).pid())).containsOnly(SchedulingOf.OTHER);
        }
    }

    private static void awaitChildrenBehind(final Process server, final int count) {
        await().untilAsserted(() -> {
            assertThat(children(server)).hasSize(count);
            for (final ProcessHandle child : children(server)) {
                assertThat(SchedulingOf.policies(child.pid())).containsOnly(SchedulingOf.IDLE);
                assertThat(SchedulingOf.group(child.pid())).endsWith(SchedulingOf.LAST);
            }
        });
    }

    /** Only root, or who has been given the right; one process tells for all. */
    private static boolean mayGoBack() throws IOException {
        final Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(IdleScheduling.enter(process.pid())).isTrue();
            return IdleScheduling.leave(process.pid());
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<ProcessHandle> children(final Process server) {
        return server.children().toList();
    }

    private static void end(final Process server) {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
    }

    private void tellServer(final Process running) throws IOException {
        final Path next = directory.resolve("next");
        Files.writeString(next, Long.toString(running.pid()));
        Files.move(next, directory.resolve("server"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Stays behind until its stdin closes, and says then how often it was asked for the server. */
    static final class GivesWay {
        private static final long POLL_MS = 20;

        private GivesWay() {}

        public static void main(final String[] arguments) throws Exception {
            final Path directory = Path.of(arguments[0]);
            final AtomicInteger questions = new AtomicInteger();
            try (BehindTheEngine behind = new BehindTheEngine(
                    arguments.length > 1 ? Optional.empty() : Optional.of(() -> server(directory, questions)),
                    () -> Files.exists(directory.resolve("enough")))) {
                System.out.println("behind");
                final Thread watch = new Thread(() -> sayWhenOver(behind));
                watch.setDaemon(true);
                watch.start();
                System.in.read();
            }
            System.out.println(questions);
        }

        private static OptionalLong server(final Path directory, final AtomicInteger questions) {
            questions.incrementAndGet();
            try {
                return OptionalLong.of(Long.parseLong(Files.readString(directory.resolve("server"))));
            } catch (final IOException e) {
                return OptionalLong.empty();
            }
        }

        private static void sayWhenOver(final BehindTheEngine behind) {
            try {
                while (!behind.ended()) {
                    TimeUnit.MILLISECONDS.sleep(POLL_MS);
                }
                System.out.println("over");
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
