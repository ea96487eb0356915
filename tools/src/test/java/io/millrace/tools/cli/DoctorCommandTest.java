package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.tools.testing.CliRun;
import io.millrace.tools.testing.SmallJournal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DoctorCommandTest {
    @TempDir
    Path data;

    private JsonNode examine(Object... more) throws IOException {
        Object[] arguments = new Object[more.length + 4];
        arguments[0] = "doctor";
        arguments[1] = "--json";
        arguments[2] = "--data";
        arguments[3] = data;
        System.arraycopy(more, 0, arguments, 4, more.length);
        return JsonMapper.builder().build().readTree(Cli.run(arguments).out());
    }

    private static JsonNode finding(JsonNode report, String check) {
        for (JsonNode each : report.get("findings")) {
            if (each.get("check").asText().equals(check)) {
                return each;
            }
        }
        throw new AssertionError("no finding about " + check + " in " + report);
    }

    @Test
    void shouldFindThisMachineFit() throws IOException {
        JsonNode report = examine();
        assertThat(report.get("healthy").asBoolean()).as(report.toString()).isTrue();
        for (String check :
                new String[] {"java", "compiler", "flags", "heap", "cores", "memory", "clock", "disk", "database"}) {
            assertThat(finding(report, check).get("detail").asText()).as(check).isNotBlank();
        }
        assertThat(report.get("preset").asText()).isIn("shared-cores", "latency");
        assertThat(report.get("presetReason").asText()).contains("load");
        try (var left = Files.list(data)) {
            assertThat(left).as("created").isEmpty();
        }
    }

    @Test
    void shouldSayWhatToDoAboutAnAbsentDatabase() {
        CliRun run = Cli.run("doctor", "--data", data, "--database", "postgresql://nobody@127.0.0.1:1/none");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("PROBLEM", "do: ", "127.0.0.1:1/none", "--database embedded");
    }

    @Test
    void shouldNameTheHolderOfTheLock() throws IOException {
        Path file = data.resolve("engine.lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(finding(examine(), "engine").get("detail").asText())
                    .contains("running")
                    .contains(Long.toString(ProcessHandle.current().pid()));
        }
        assertThat(finding(examine(), "engine").get("detail").asText()).isEqualTo("not running");
    }

    @Test
    void shouldWarnWhenTheJournalIsFromTheFuture() throws IOException {
        Path journal = data.resolve("journal");
        try (SmallJournal small = new SmallJournal(journal)) {
            small.oneOfEach();
        }
        assertThat(finding(examine(), "journal").get("status").asText()).isEqualTo("ok");
        Files.setLastModifiedTime(
                journal.resolve("metadata.cq4t"), FileTime.from(Instant.now().plusSeconds(86_400)));
        assertThat(finding(examine(), "journal").get("status").asText()).isEqualTo("warning");
    }

    @Test
    void shouldReportADirectoryThatCannotBeMade() throws IOException {
        Path file = Files.writeString(data.resolve("file"), "");
        CliRun run = Cli.run("doctor", "--data", file.resolve("below"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("is not a directory");
    }
}
