package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.tools.testing.CliRun;
import io.millrace.tools.testing.SmallJournal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every failure: one line that says what to do, the right code, one JSON object if asked for, and nothing created. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FailuresTest {
    @TempDir
    Path directory;

    static Stream<Arguments> failures() {
        return Stream.of(
                failure(2, "no command given", List.of()),
                failure(2, "unknown command or argument doctr (did you mean doctor?)", List.of("doctr")),
                failure(2, "unknown option --dat (did you mean --data", List.of("doctor", "--dat", "x")),
                failure(2, "Missing required parameter", List.of("doctor", "--data")),
                failure(2, "journal needs a command", List.of("journal")),
                failure(2, "no data directory at", List.of("journal", "stat", "--data", "@/none")),
                failure(2, "no data directory at", List.of("journal", "dump", "--data", "@/none")),
                failure(2, "no data directory at", List.of("signals", "--data", "@/none")),
                failure(2, "no data directory at", List.of("replay", "--data", "@/none")),
                failure(2, "no data directory at", List.of("stat", "--data", "@/none")),
                failure(2, "no journal in", List.of("journal", "stat", "--data", "@")),
                failure(2, "no journal in", List.of("signals", "--data", "@")),
                failure(2, "no journal in", List.of("replay", "--data", "@")),
                failure(2, "no counters in", List.of("stat", "--data", "@")),
                failure(2, "--from 5 --to 4", List.of("journal", "dump", "--data", "@", "--from", "5", "--to", "4")),
                failure(2, "Invalid value for option '--from'", List.of("journal", "dump", "--from", "x")),
                failure(2, "no such kind; known are InstrumentDefined", List.of("journal", "dump", "--kind", "Tarde")),
                failure(2, "--limit 0", List.of("signals", "--limit", "0")),
                failure(2, "--from 0", List.of("replay", "--data", "@", "--from", "0")),
                failure(2, "no configuration file at", List.of("replay", "--data", "@", "--config", "@/none.conf")),
                failure(
                        2,
                        "--database: not an address of a PostgreSQL database",
                        List.of("doctor", "--data", "@", "--database", "mysql://h/d")));
    }

    private static Arguments failure(int exitCode, String message, List<String> arguments) {
        return Arguments.of(exitCode, message, arguments);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("failures")
    void shouldFailInOneLine(int exitCode, String message, List<String> arguments) throws IOException {
        List<String> placed = arguments.stream()
                .map(each -> each.replace("@", directory.toString()))
                .toList();
        CliRun run = Cli.run(placed.toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("millrace: ").contains(message);
        assertThat(run.out()).isEmpty();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).as("created").isEmpty();
        }
    }

    @ParameterizedTest(name = "--json {2}")
    @MethodSource("failures")
    void shouldFailAsOneJsonObject(int exitCode, String message, List<String> arguments) throws IOException {
        List<String> placed = Stream.concat(arguments.stream(), Stream.of("--json"))
                .map(each -> each.replace("@", directory.toString()))
                .toList();
        CliRun run = Cli.run(placed.toArray());
        assertThat(run.exitCode()).isEqualTo(exitCode);
        if (arguments.contains("--data") && arguments.indexOf("--data") == arguments.size() - 1) {
            // Here --json became the value of the option before it.
            return;
        }
        JsonNode object = JsonMapper.builder().build().readTree(run.out());
        assertThat(object.get("exitCode").asInt()).isEqualTo(exitCode);
        assertThat(object.get("error").asText()).isNotBlank();
        assertThat(run.errLines()).hasSize(1);
    }

    @Test
    void shouldExitWithThreeWhenTheJournalIsDamaged() throws IOException {
        Path journal = directory.resolve("journal");
        try (SmallJournal small = new SmallJournal(journal)) {
            small.oneOfEach().signals(3);
        }
        flipAByteOf(journal);
        CliRun stat = Cli.run("journal", "stat", "--data", directory);
        assertThat(stat.exitCode()).isEqualTo(3);
        assertThat(stat.out()).contains("DAMAGED").contains("sequence 1 ");
        CliRun signals = Cli.run("signals", "--data", directory);
        assertThat(signals.exitCode()).isEqualTo(3);
        assertThat(signals.errLines()).hasSize(1);
        assertThat(signals.err()).contains("sequence 1 ").contains(".cq4");
    }

    @Test
    void shouldPrintTheStackTraceOnlyWhenAsked() {
        assertThat(Cli.run("stat", "--data", directory, "--debug").err()).contains("\tat io.millrace.");
        assertThat(Cli.run("stat", "--data", directory).err()).doesNotContain("\tat ");
    }

    @Test
    void shouldNeverShowAPassword() {
        CliRun run = Cli.run("doctor", "--data", directory, "--database", "postgresql://me:s3cret@127.0.0.1:1/db");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out() + run.err()).contains("127.0.0.1:1/db").doesNotContain("s3cret");
    }

    private static void flipAByteOf(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            Path file = files.filter(each -> each.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            int at = indexOf(bytes, "BTCUSDT");
            try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
                damaged.seek(at);
                damaged.write(bytes[at] ^ 1);
            }
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        for (int i = 0; i < bytes.length - text.length(); i++) {
            int matched = 0;
            while (matched < text.length() && bytes[i + matched] == text.charAt(matched)) {
                matched++;
            }
            if (matched == text.length()) {
                return i;
            }
        }
        throw new AssertionError(text + " is not in the file");
    }
}
