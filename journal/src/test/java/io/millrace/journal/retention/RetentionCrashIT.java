package io.millrace.journal.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.append.SettableClock;
import io.millrace.journal.cold.ColdFile;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.fault.Failpoint;
import io.millrace.journal.queue.QueueDirectory;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.verify.JournalSummary;
import io.millrace.journal.verify.JournalVerifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever a retention run dies, the journal reads as it did or as it should, and the next run ends the work. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RetentionCrashIT {
    private static final int CYCLES = 8;
    private static final long LAST = CYCLES * 12L;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "RETAIN_MID_FILE, 1",
        "RETAIN_BEFORE_RENAME, 1",
        "RETAIN_BEFORE_RENAME, 2",
        "RETAIN_BEFORE_EXTENT, 1",
        "RETAIN_BEFORE_EXTENT, 3",
        "RETAIN_BEFORE_DELETE, 1",
        "RETAIN_BEFORE_DELETE, 3",
        "RETAIN_MID_DELETE, 1",
        "RETAIN_MID_DELETE, 3",
    })
    void shouldBeRightAfterADeathAnywhere(final Failpoint failpoint, final int pass) throws Exception {
        final Path journal = directory.resolve("journal");
        final SettableClock clock = new SettableClock();
        write(journal, clock, CYCLES, 0);
        final long records = JournalVerifier.verify(journal).records();

        assertThat(run(journal, failpoint.label() + ":" + pass)).isEqualTo(Failpoint.EXIT_CODE);
        final JournalSummary after = JournalVerifier.verify(journal);
        assertThat(after.damage()).isEmpty();
        assertThat(after.end().sequence()).isEqualTo(LAST);
        assertThat(after.records()).isEqualTo(records - after.firstSequence() + 1);
        // The writer may come back before the next run of retention.
        write(journal, clock, 1, LAST);

        assertThat(run(journal, "count")).isZero();
        final JournalSummary done = JournalVerifier.verify(journal);
        assertThat(done.damage()).isEmpty();
        assertThat(done.firstSequence()).isGreaterThan(1);
        assertThat(done.end().sequence()).isEqualTo(LAST + 12);
        assertThat(done.records()).isEqualTo(LAST + 12 - done.firstSequence() + 1);
        requireNothingLeft(journal);
    }

    private static void requireNothingLeft(final Path journal) throws IOException {
        final JournalExtent extent = JournalExtent.read(journal);
        try (Stream<Path> files = Files.list(journal.resolve(ColdFile.DIRECTORY))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            extent.coldFiles().stream().map(ColdFile::name).toList());
        }
        final long hot = new JournalRetention(journal)
                .parts().stream().filter(part -> !part.cold()).count();
        assertThat(new QueueDirectory(journal).files().cycleFiles()).hasSize((int) hot + 1);
    }

    private static void write(final Path journal, final SettableClock clock, final int cycles, final long last) {
        try (JournalFixture fixture = new JournalFixture(clock.openSecondly(journal, last))) {
            for (int cycle = 0; cycle < cycles; cycle++) {
                for (int batch = 0; batch < 4; batch++) {
                    fixture.trades(3).commit();
                }
                clock.addSeconds(1);
            }
        }
    }

    private int run(final Path journal, final String failpoint) throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx128m", "-D" + Failpoint.PROPERTY + '=' + failpoint));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RetainingChild.class.getName()));
        command.add(journal.toString());
        final Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.log").toFile())
                .start();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(directory.resolve("child.log"))).doesNotContain("Exception");
        return child.exitValue();
    }
}
