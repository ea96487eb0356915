package io.millrace.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.millrace.engine.Engine;
import io.millrace.engine.testing.ChildProcess;
import io.millrace.engine.testing.LockProbe;
import io.millrace.engine.testing.Runs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.openhft.chronicle.core.values.LongValue;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class EngineLockTest {
    @TempDir
    Path data;

    @Test
    void shouldTurnAwayASecondEngineOfThisProcessAndThenOneOfAnother() throws Exception {
        try (Engine engine = Engine.open(data, Runs.quickConfig())) {
            final Map<String, List<Long>> before = files();

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

    @Test
    void shouldTurnAwayAnEngineThatComesThroughASymbolicLink() throws Exception {
        final Path link = data.resolveSibling(data.getFileName() + ".link");
        Files.createSymbolicLink(link, data);
        try (Engine engine = Engine.open(data, Runs.quickConfig())) {
            assertThatThrownBy(() -> Engine.open(link, Runs.quickConfig())).isInstanceOf(EngineLockedException.class);
            assertThat(probe(link, List.of())).isEqualTo(4);
            engine.check();
        } finally {
            Files.delete(link);
        }
    }

    /** A container sees other process ids, and itself as 1; the lock must not care. */
    @Test
    void shouldTurnAwayAnEngineOfAnotherNamespace() throws Exception {
        final List<String> unshare = List.of("unshare", "--pid", "--fork", "--mount-proc");
        if (!allowed(unshare)) {
            System.err.println("SKIPPED: no namespace may be made here; the lock is not tried from another one");
            abort("no namespace may be made here");
        }
        try (Engine engine = Engine.open(data, Runs.quickConfig())) {
            assertThat(probe(data, unshare)).isEqualTo(4);
            engine.check();
        }
        assertThat(probe(data, unshare)).as("free, and process 1 there").isZero();
        // The lock file and the queue now name process 1, which lives here too.
        assertThat(Files.readString(data.resolve(EngineLock.FILE_NAME))).isEqualTo("1");
        assertThat(probe(data, List.of())).isZero();
    }

    /** The process id in the file, and those in the queue's own locks, may be those of anybody by now. */
    @Test
    void shouldStartWhoeverHasTheProcessIdOfADeadEngine() throws Exception {
        Engine.open(data, Runs.quickConfig()).close();
        final Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
        try {
            final String zombie = new BufferedReader(
                            new InputStreamReader(parent.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            await().atMost(10, TimeUnit.SECONDS)
                    .until(() ->
                            Files.readString(Path.of("/proc", zombie, "stat")).contains(") Z "));
            for (final String processId : List.of("1", Long.toString(parent.pid()), zombie)) {
                Files.writeString(data.resolve(EngineLock.FILE_NAME), processId);
                lockQueue(Long.parseLong(processId));
                // The queue would wait for a process that lives, and give up.
                assertThat(probe(data, List.of())).as("process %s", processId).isZero();
            }
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    private void lockQueue(final long processId) {
        try (TableStore<?> table = SingleTableBuilder.binary(
                        data.resolve("journal/metadata.cq4t"), Metadata.NoMeta.INSTANCE)
                .build()) {
            for (final String key : List.of("chronicle.write.lock", "chronicle.append.lock")) {
                try (LongValue lock = table.acquireValueFor(key)) {
                    lock.setVolatileValue(processId);
                }
            }
        }
    }

    private static boolean allowed(final List<String> prefix) throws Exception {
        final List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    private int probe() throws Exception {
        return probe(data, List.of());
    }

    private int probe(final Path directory, final List<String> prefix) throws Exception {
        final Path output = data.resolveSibling(data.getFileName() + ".probe");
        final Process child = ChildProcess.start(prefix, output, List.of(), LockProbe.class, directory.toString());
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
    private Map<String, List<Long>> files() throws IOException {
        final TreeMap<String, List<Long>> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (final Path file : all.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().endsWith(".hlog"))
                    .toList()) {
                // The engine that has the directory touches pages of the journal ahead, which moves the time of the
                // file.
                final boolean touched = file.toString().endsWith(".cq4");
                files.put(
                        data.relativize(file).toString(),
                        List.of(
                                Files.size(file),
                                touched ? 0 : Files.getLastModifiedTime(file).toMillis()));
            }
        }
        return files;
    }
}
