package io.millrace.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.Engine;
import io.millrace.engine.testing.ChildProcess;
import io.millrace.engine.testing.LockProbe;
import io.millrace.engine.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EngineLockTest {
    @TempDir
    Path data;

    @Test
    void shouldTurnAwayASecondEngineOfThisProcessAndThenOneOfAnother() throws Exception {
        try (Engine engine = Engine.open(data, Runs.quickConfig())) {
            final TreeMap<String, List<Long>> before = files();

            assertThatThrownBy(() -> Engine.open(data.resolve("..").resolve(data.getFileName()), Runs.quickConfig()))
                    .isInstanceOf(EngineLockedException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining(data.getFileName().toString())
                    .hasMessageNotContaining("\n");
            assertThat(EngineLock.holder(data.resolve(EngineLock.FILE_NAME)))
                    .hasValue(Long.toString(ProcessHandle.current().pid()));
            // The attempt in this process must not have given the process's lock away.
            assertThat(probe()).isEqualTo(4);

            assertThat(files()).isEqualTo(before);
            engine.check();
        }
        assertThat(probe()).isZero();
    }

    @Test
    @SuppressWarnings("try")
    void shouldBeFreeAgainAfterEachKindOfEnd() {
        EngineLock.acquire(data).close();
        try (EngineLock lock = EngineLock.acquire(data)) {
            assertThatThrownBy(() -> EngineLock.acquire(data)).isInstanceOf(EngineLockedException.class);
        }
        assertThatThrownBy(() -> EngineLock.acquire(data.resolve("absent"))).hasMessageContaining("cannot lock");
        assertThatThrownBy(() -> EngineLock.acquire(data.resolve("absent"))).hasMessageContaining("cannot lock");
        EngineLock.acquire(data).close();
    }

    private int probe() throws Exception {
        final Path output = data.resolveSibling(data.getFileName() + ".probe");
        final Process child = ChildProcess.start(output, LockProbe.class, data.toString());
        try {
            assertThat(child.waitFor(40, TimeUnit.SECONDS)).isTrue();
            if (child.exitValue() == 4) {
                assertThat(Files.readString(output))
                        .contains("another engine (process "
                                + ProcessHandle.current().pid() + ") runs in");
            }
            return child.exitValue();
        } finally {
            child.destroyForcibly();
            Files.deleteIfExists(output);
        }
    }

    /** Every file with its size and time; the logs of the running engine grow and are left out. */
    private TreeMap<String, List<Long>> files() throws IOException {
        final TreeMap<String, List<Long>> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (final Path file : all.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().endsWith(".hlog"))
                    .toList()) {
                files.put(
                        data.relativize(file).toString(),
                        List.of(
                                Files.size(file),
                                Files.getLastModifiedTime(file).toMillis()));
            }
        }
        return files;
    }
}
