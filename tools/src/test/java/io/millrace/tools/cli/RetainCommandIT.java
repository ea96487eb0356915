package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.journal.testing.Recut;
import io.millrace.tools.supervise.CliProcess;
import io.millrace.tools.testing.CliRun;
import io.millrace.tools.testing.SampleTrades;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Retention from the command line, on a journal of some ten hours. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class RetainCommandIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TRADES = 3_000;
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path work;

    private Path data;

    @BeforeEach
    void runOverCycles() throws IOException {
        data = work.resolve("data");
        CliRun run = feed(TRADES, "--pace", "1000x", "--set", "millrace.engine.snapshot.interval=20ms");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Recut.hourly(data.resolve("journal"), Recut.count(data.resolve("journal")) / 10 + 1);
        assertThat(files(data.resolve("snapshots"))).hasSize(3);
    }

    @Test
    void shouldRefuseToRemoveWhatNoArchiveHasUnlessItIsTold() throws IOException {
        CliRun refused = Cli.run("retain", "--data", data);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errLines())
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains("nothing of " + data + " is archived", "--without-archive"));
        assertThat(data.resolve("postgres")).doesNotExist();
        assertThat(Cli.run("retain", "--data", data, "--without-archive", "--database", "embedded")
                        .exitCode())
                .isEqualTo(2);
        CliRun outOfRange = Cli.run("retain", "--data", data, "--without-archive", "--keep-days", -1);
        assertThat(outOfRange.exitCode()).isEqualTo(2);
        assertThat(outOfRange.errLines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("--keep-days = -1"));

        List<String> before = files(data.resolve("journal"));
        JsonNode plan = json(0, "retain", "--data", data, "--without-archive", "--keep-days", 0, "--dry-run", "--json");
        assertThat(plan.get("removed").size()).isGreaterThan(5);
        assertThat(files(data.resolve("journal"))).isEqualTo(before);
        CliRun young = Cli.run("retain", "--data", data, "--without-archive");
        assertThat(young.exitCode()).as(young.err()).isZero();
        assertThat(young.out()).contains("begins at sequence 1.", "is not 30 days old");
        JsonNode removed =
                json(0, "retain", "--data", data, "--without-archive", "--keep-days", 0, "--no-compress", "--json");
        assertThat(removed.get("firstSequence")).isEqualTo(plan.get("firstSequence"));
        assertThat(Cli.run("verify", "--data", data).out())
                .contains("Identical.", "begins at sequence", "removed by millrace retain");
    }

    @Test
    void shouldCompressAndRemoveWhatIsArchivedAndGoOn() throws IOException {
        String lastLine = lastTrade();
        assertThat(Cli.run("archive", "--once", "--data", data).exitCode()).isZero();
        JsonNode compressed = json(0, "retain", "--data", data, "--compress-days", 0, "--json");
        assertThat(compressed.get("compressed").size()).isGreaterThan(5);
        assertThat(compressed.get("firstSequence").asLong()).isEqualTo(1);
        JsonNode whole = json(0, "verify", "--data", data, "--database", "embedded", "--json");
        assertThat(whole.get("replayedAfter").asLong()).isZero();

        JsonNode removed = json(0, "retain", "--data", data, "--keep-days", 0, "--json");
        long first = removed.get("firstSequence").asLong();
        assertThat(first).isGreaterThan(1);
        assertThat(removed.get("removed").size())
                .isEqualTo(compressed.get("compressed").size());
        JsonNode verify = json(0, "verify", "--data", data, "--database", "embedded", "--json");
        assertThat(verify.get("firstSequence").asLong()).isEqualTo(first);
        assertThat(verify.get("replayedAfter").asLong()).isGreaterThanOrEqualTo(first);
        assertThat(verify.get("identical").asBoolean()).isTrue();
        assertThat(verify.get("archive").get("identical").asBoolean()).isTrue();
        assertThat(verify.get("stateDigest")).isEqualTo(whole.get("stateDigest"));
        assertThat(json(0, "replay", "--data", data, "--json").get("stateDigest"))
                .isEqualTo(whole.get("stateDigest"));
        assertThat(Cli.run("replay", "--data", data, "--from", 2).exitCode()).isEqualTo(2);
        // Symbol and digits of the price come from a definition that is in no record any more.
        assertThat(lastTrade()).isEqualTo(lastLine).contains("BTCUSDT");

        assertThat(feed(TRADES + 500).exitCode()).isZero();
        assertThat(Cli.run("archive", "--once", "--data", data).exitCode()).isZero();
        JsonNode after = json(0, "verify", "--data", data, "--database", "embedded", "--json");
        assertThat(after.get("archive").get("identical").asBoolean()).isTrue();
        assertThat(after.get("archive").get("lag").asLong()).isZero();
    }

    @Test
    void shouldNameWhatIsMissingWhenNoSnapshotIsLeft() throws IOException {
        assertThat(Cli.run("retain", "--data", data, "--without-archive", "--keep-days", 0)
                        .exitCode())
                .isZero();
        Files.delete(data.resolve("state/clean.json"));
        for (Path folder : List.of(data.resolve("snapshots"), data.resolve("snapshots/anchors"))) {
            for (String file : files(folder)) {
                Files.write(folder.resolve(file), new byte[50]);
            }
        }
        for (CliRun run : List.of(
                feed(TRADES + 10),
                Cli.run("recover", "--dry-run", "--data", data),
                Cli.run("verify", "--data", data))) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
            assertThat(run.errLines())
                    .last()
                    .satisfies(line -> assertThat(line)
                            .contains("begins at sequence", "no snapshot", "checksum", "restore one of them"));
        }
    }

    @Test
    void shouldApplyItWithinUpNowAndThen() throws Exception {
        Path trades = SampleTrades.write(work.resolve("more.csv"), TRADES + 2_000, 5);
        try (CliProcess up = CliProcess.start(
                "up",
                "--json",
                "--until-end",
                "--data",
                data,
                "--feed",
                "binance-trades:" + trades,
                "--symbol",
                "BTCUSDT",
                "--pace",
                "100x",
                "--set",
                "millrace.engine.retention.enabled=true",
                "--set",
                "millrace.engine.retention.interval=1s",
                "--set",
                "millrace.engine.retention.keep-days=0")) {
            assertThat(up.finish(LONG)).as(up.err()).isZero();
            assertThat(up.err())
                    .contains("retention: the journal begins at sequence")
                    .doesNotContain("retention failed");
        }
        JsonNode verify = json(0, "verify", "--data", data, "--database", "embedded", "--json");
        assertThat(verify.get("firstSequence").asLong()).isGreaterThan(1);
        assertThat(verify.get("archive").get("identical").asBoolean()).isTrue();
    }

    private String lastTrade() {
        List<String> lines = Cli.run("journal", "dump", "--kind", "Trade", "--data", data)
                .out()
                .lines()
                .toList();
        return lines.get(lines.size() - 1);
    }

    private CliRun feed(int trades, String... more) throws IOException {
        Path file = SampleTrades.write(work.resolve("trades.csv"), trades, 5);
        List<Object> words = new ArrayList<>(
                List.of("run", "--feed", "binance-trades:" + file, "--symbol", "BTCUSDT", "--data", data));
        words.addAll(List.of(more));
        return Cli.run(words.toArray());
    }

    private static JsonNode json(int exitCode, Object... arguments) throws IOException {
        CliRun run = Cli.run(arguments);
        assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(exitCode);
        return JSON.readTree(run.out());
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
