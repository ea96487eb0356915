package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A writer killed with SIGKILL at full speed loses nothing that it acknowledged, and the next one starts at once. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class JournalCrashIT {
    private static final int MAX_RECORDS_PER_BATCH = 64;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{1} kills, roll cycle {0}, seed {2}")
    @CsvSource({"FAST_HOURLY,3,20261120", "TEST_SECONDLY,2,7117"})
    void shouldLoseNothingThatWasAcknowledged(final String rollCycle, final int kills, final long seed)
            throws Exception {
        final Random random = new Random(seed);
        final Path journal = directory.resolve("journal");
        final Path acknowledgedFile = directory.resolve("acknowledged");
        long lastAcknowledged = 0;
        for (int kill = 0; kill < kills; kill++) {
            final Process writer = start(journal, acknowledgedFile, rollCycle, seed + kill);
            try {
                lastAcknowledged = await(writer, acknowledgedFile, lastAcknowledged);
                Thread.sleep(50 + random.nextInt(250));
            } finally {
                writer.destroyForcibly();
                assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
            lastAcknowledged = acknowledged(acknowledgedFile);
            final JournalSummary summary = JournalVerifier.verify(journal);
            assertThat(summary.damage()).as("kill %d", kill).isEmpty();
            assertThat(summary.end().sequence()).isBetween(lastAcknowledged, lastAcknowledged + MAX_RECORDS_PER_BATCH);
            assertThat(summary.records()).as("no gap").isEqualTo(summary.end().sequence());
            appendAtOnce(journal, rollCycle, summary.end().sequence());
        }
    }

    private static void appendAtOnce(final Path journal, final String rollCycle, final long last) {
        final long beginNs = System.nanoTime();
        try (JournalFixture next =
                new JournalFixture(JournalAppender.open(journal, rollCycle, DurabilityPolicy.PROCESS, last))) {
            next.trade().commit();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs))
                    .isLessThan(1_000);
        }
        final JournalSummary summary = JournalVerifier.verify(journal);
        assertThat(summary.damage()).isEmpty();
        assertThat(summary.records()).isEqualTo(last + 1);
        assertThat(new QueueDirectory(journal).files().discardedFiles()).isEmpty();
    }

    private Process start(final Path journal, final Path acknowledgedFile, final String rollCycle, final long seed)
            throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.add(CrashingWriter.class.getName());
        command.addAll(List.of(journal.toString(), acknowledgedFile.toString(), rollCycle, Long.toString(seed)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("writer.log").toFile())
                .start();
    }

    /** Waits until the writer has acknowledged more than before. */
    private long await(final Process writer, final Path acknowledgedFile, final long before) throws Exception {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (acknowledged(acknowledgedFile) <= before) {
            assertThat(writer.isAlive() && System.nanoTime() < endNs)
                    .as("writer runs: %s", Files.readString(directory.resolve("writer.log")))
                    .isTrue();
            Thread.sleep(5);
        }
        return acknowledged(acknowledgedFile);
    }

    private static long acknowledged(final Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) < CrashingWriter.ACKNOWLEDGED_BYTES) {
            return 0;
        }
        return ByteBuffer.wrap(Files.readAllBytes(file)).getLong(0);
    }
}
