package io.millrace.engine.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
@EnabledOnOs(OS.LINUX)
class IdleSchedulingTest {
    private static final String SCHED_OTHER = "0";
    private static final String SCHED_IDLE = "5";

    @Test
    void shouldMakeTheCallingThreadGiveWayAndNoOther() throws Exception {
        final CompletableFuture<String> policies = new CompletableFuture<>();
        final Thread thread = new Thread(() -> {
            final String before = policy();
            final boolean entered = IdleScheduling.enter();
            policies.complete(before + " " + entered + " " + policy());
        });
        thread.start();
        assertThat(policies.get(10, TimeUnit.SECONDS)).isEqualTo(SCHED_OTHER + " true " + SCHED_IDLE);
        assertThat(policy()).isEqualTo(SCHED_OTHER);
    }

    /** Field 41 of proc_pid_stat(5), counted behind the name, which may have blanks. */
    private static String policy() {
        try {
            final String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[38];
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
