package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.tools.testing.CliRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoIT {
    @TempDir
    Path directory;

    @Test
    void shouldShowTheWholeJobAndProveIt() throws IOException {
        Path data = directory.resolve("demo");
        CliRun run = Cli.run("demo", "--json", "--days", 1, "--seed", 42, "--data", data);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode report = JsonMapper.builder().build().readTree(run.out());
        assertThat(report.get("eventsIn").asLong()).isGreaterThan(50_000);
        assertThat(report.get("signals").asLong()).isPositive();
        assertThat(report.get("newestSignals").size()).isPositive();
        assertThat(report.get("feedGaps").asLong()).isPositive();
        assertThat(report.get("duplicates").asLong()).isPositive();
        assertThat(report.get("barsByInterval").get("1m").asLong()).isPositive();
        assertThat(report.get("latencyNs").get("committed").get("p50").asLong()).isPositive();
        assertThat(report.get("rowsArchived").asLong())
                .isGreaterThan(report.get("eventsIn").asLong());
        assertThat(report.get("verify").get("identical").asBoolean()).isTrue();
        assertThat(report.get("verify").get("archive").get("identical").asBoolean())
                .isTrue();
        assertThat(data.resolve("paced")).doesNotExist();

        // What it says to try next works.
        CliRun signals = Cli.run("signals", "--data", data, "--limit", 3);
        assertThat(signals.exitCode()).isZero();
        assertThat(signals.out().lines()).hasSizeGreaterThan(4);

        // The same again for people: a demo is replaced by the next one.
        CliRun text = Cli.run("demo", "--days", 1, "--data", data);
        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out()).contains("The newest signals:", "The proofs:", "Identical.", "Try next:");
        assertThat(text.err()).contains("demo: into PostgreSQL");

        // Anything else than a demo is not.
        Files.delete(data.resolve("millrace-demo"));
        CliRun refused = Cli.run("demo", "--days", 1, "--data", data);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errLines()).hasSize(1);
        assertThat(data.resolve("journal")).isDirectory();
    }
}
