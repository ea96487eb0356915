package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.tools.supervise.CliProcess;
import io.millrace.tools.testing.SampleTrades;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: signals, kills and restarts. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class UpIT {
    private static final int TRADES = 6_000;
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private static JsonNode parse(String text) throws IOException {
        return JsonMapper.builder().build().readTree(text);
    }

    private boolean journaled() {
        return Files.isDirectory(directory.resolve("data/journal"))
                && Cli.run("journal", "stat", "--data", directory.resolve("data"))
                        .out()
                        .contains("Trade");
    }

    @Test
    void shouldGoOnAfterAKillAndLoseNothing() throws Exception {
        Path data = directory.resolve("data");
        Path file = SampleTrades.write(directory.resolve("trades.csv.gz"), TRADES, 3);
        // About half an hour of market in about ten seconds.
        try (CliProcess up = CliProcess.start(
                "up",
                "--json",
                "--until-end",
                "--data",
                data,
                "--feed",
                "binance-trades:" + file,
                "--symbol",
                "BTCUSDT",
                "--pace",
                "200x")) {
            await().atMost(LONG).until(this::journaled);
            ProcessHandle engine = up.child("run");
            assertThat(engine.destroyForcibly()).isTrue();
            assertThat(up.finish(LONG)).as(up.err()).isZero();
            JsonNode report = parse(up.out());
            assertThat(report.get("engineStarts").asInt()).isEqualTo(2);
            assertThat(report.get("lag").asLong()).isZero();
            assertThat(up.err()).contains("engine ended with exit code 137", "engine has done its work");
        }
        JsonNode stat =
                parse(Cli.run("journal", "stat", "--json", "--data", data).out());
        assertThat(stat.get("recordsByKind").get("Trade").asLong()).isEqualTo(TRADES);
        JsonNode verify = parse(Cli.run("verify", "--json", "--data", data, "--database", "embedded")
                .out());
        assertThat(verify.get("archive").get("identical").asBoolean())
                .as(verify.toString())
                .isTrue();
        assertThat(verify.get("archive").get("lag").asLong()).isZero();
    }

    @Test
    void shouldStopEverythingInOrderAtASignal() throws Exception {
        Path data = directory.resolve("data");
        try (CliProcess up = CliProcess.start("up", "--json", "--data", data)) {
            await().atMost(LONG).until(this::journaled);
            List<ProcessHandle> children = up.children();
            up.signal("INT");
            assertThat(up.finish(LONG)).as(up.err()).isZero();
            assertThat(parse(up.out()).get("lag").asLong()).isZero();
            assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        }
        assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
        String log = Files.readString(data.resolve("logs/engine.log"));
        assertThat(log).contains("\"stopped\":true");
    }

    @Test
    void shouldEndTheChildrenWhenTheSupervisorIsKilled() throws Exception {
        Path data = directory.resolve("data");
        try (CliProcess up = CliProcess.start("up", "--data", data)) {
            await().atMost(LONG).until(this::journaled);
            List<ProcessHandle> children = up.children();
            assertThat(children).isNotEmpty();
            up.signal("KILL");
            await().atMost(LONG).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
        assertThat(Files.readString(data.resolve("logs/engine.log")))
                .as("in order")
                .contains("\"stopped\":true");
        // The next one takes the orphaned database over, and stops it.
        assertThat(Cli.run("archive", "--once", "--data", data).exitCode()).isZero();
        assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void shouldEndARunInOrderAtASignal() throws Exception {
        Path data = directory.resolve("data");
        try (CliProcess run = CliProcess.start("run", "--json", "--synthetic", 5, "--pace", "60x", "--data", data)) {
            await().atMost(LONG).until(this::journaled);
            run.signal("TERM");
            assertThat(run.finish(LONG)).as(run.err()).isZero();
            assertThat(parse(run.out()).get("stopped").asBoolean()).isTrue();
        }
        assertThat(Cli.run("verify", "--data", data).exitCode()).isZero();
    }

    @Test
    void shouldStopFollowingAtASignalAndLeaveNoServer() throws Exception {
        Path data = directory.resolve("data");
        Path file = SampleTrades.write(directory.resolve("trades.csv.gz"), 500, 4);
        assertThat(Cli.run("run", "--data", data, "--feed", "binance-trades:" + file, "--symbol", "BTCUSDT")
                        .exitCode())
                .isZero();
        try (CliProcess archive = CliProcess.start("archive", "--json", "--data", data)) {
            Path server = data.resolve("postgres/cluster/postmaster.pid");
            await().atMost(LONG)
                    .until(() ->
                            Files.exists(server) && Files.readString(server).contains("ready"));
            TimeUnit.SECONDS.sleep(3);
            archive.signal("INT");
            assertThat(archive.finish(LONG)).as(archive.err()).isZero();
            assertThat(parse(archive.out()).get("lag").asLong()).isZero();
            assertThat(server).doesNotExist();
        }
    }
}
