package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aeron.Aeron;
import io.millrace.engine.aeron.DriverDirectory;
import io.millrace.tools.example.SignalClient;
import io.millrace.tools.example.TradeSender;
import io.millrace.tools.supervise.CliProcess;
import io.millrace.tools.testing.CliRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feeds and signals over Aeron between processes, as a user would. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AeronIT {
    private static final String EGRESS = "millrace.engine.aeron.egress.enabled=true";
    private static final String REPLAYED = "millrace.engine.aeron.ingress.clock=events";
    private static final long START_NS = 1_723_075_200_000_000_000L;
    private static final int TRADES = 6_000;

    @TempDir
    Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    @Test
    void shouldTakeTradesOfOneProcessAndShowSignalsToAnother() throws Exception {
        try (CliProcess run = CliProcess.start(
                "run", "--json", "--data", data(), "--feed", "aeron:ipc:1001", "--set", EGRESS, "--set", REPLAYED)) {
            Path link = DriverDirectory.link(data());
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(link));
            try (CliProcess follow = CliProcess.start(
                            "signals", "--follow", "--aeron", "ipc:7117", "--bars", "--json", "--data", data());
                    Aeron aeron = Aeron.connect(new Aeron.Context()
                            .aeronDirectoryName(link.toString())
                            .errorHandler(problem -> System.err.println(problem.getMessage())))) {
                Thread example =
                        new Thread(() -> SignalClient.main(new String[] {link.toString(), "aeron:ipc", "7117"}));
                example.setDaemon(true);
                example.start();
                TradeSender sender = new TradeSender(aeron, "aeron:ipc", 1001);
                sender.define(5, "WHEAT", "CBOT", -2, 0);
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    // Until the follower has subscribed, its records go to others; a bar closes with each of these
                    // trades.
                    send(sender, 1);
                    return !follow.out().isEmpty();
                });
                send(sender, TRADES);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> follow.out().lines().anyMatch(line -> line.contains("\"Signal\"")));
                follow.signal("TERM");
                assertThat(follow.finish(Duration.ofSeconds(20)))
                        .as(follow.err())
                        .isZero();
                List<String> lines = follow.out().lines().toList();
                JsonNode signal = parse(lines.stream()
                        .filter(line -> line.contains("\"Signal\""))
                        .findFirst()
                        .orElseThrow());
                assertThat(signal.get("instrument").asText()).isEqualTo("WHEAT");
                assertThat(signal.get("rule").asText()).isNotEmpty();
                assertThat(parse(lines.get(lines.size() - 1)).get("records").asLong())
                        .isEqualTo(lines.stream()
                                .filter(line -> line.contains("\"kind\""))
                                .count());
            }
            run.signal("TERM");
            assertThat(run.finish(Duration.ofSeconds(30))).as(run.err()).isZero();
            JsonNode report = parse(run.out());
            assertThat(report.get("stopped").asBoolean()).isTrue();
            assertThat(report.get("rejected").asLong()).isZero();
            assertThat(report.get("eventsIn").asLong()).isGreaterThan(TRADES);
            assertThat(report.get("latencyNs").has("published")).isTrue();
        }
        assertThat(stat("egressPublished")).isPositive();
        assertThat(Cli.run("verify", "--data", data()).exitCode()).isZero();
    }

    private static long tradeId;

    /** Trades of a price that swings, five seconds apart. */
    private static void send(TradeSender sender, int count) {
        for (int i = 0; i < count; i++) {
            tradeId++;
            long price = 60_000 + Math.round(900 * Math.sin(tradeId / 140.0)) + tradeId * 31 % 23;
            sender.trade(5, START_NS + tradeId * 5_000_000_000L, tradeId, price, 1 + tradeId % 9);
        }
    }

    private long stat(String counter) throws IOException {
        CliRun run = Cli.run("stat", "--json", "--data", data());
        return run.exitCode() == 0 ? parse(run.out()).get(counter).asLong() : 0;
    }

    private static JsonNode parse(String text) throws IOException {
        return JsonMapper.builder().build().readTree(text);
    }

    @ParameterizedTest
    @CsvSource({
        "aeron:nowhere, 2, write CHANNEL:STREAM",
        "aeron:udp?endpoint=localhost:99999:1001, 2, the media driver refuses it",
        "aeron:udp:1001, 2, write CHANNEL:STREAM"
    })
    void shouldSayWhatIsWrongWithAFeed(String feed, int exitCode, String words) {
        CliRun run = Cli.run("run", "--data", data(), "--feed", feed);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains(words);
    }

    @Test
    void shouldSayThatNoDriverRuns() {
        CliRun run = Cli.run(
                "run",
                "--data",
                data(),
                "--feed",
                "aeron:ipc:1001",
                "--set",
                "millrace.engine.aeron.driver=external",
                "--set",
                "millrace.engine.aeron.directory=" + directory.resolve("none"));
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.errLines()).hasSize(1);
        CliRun follow = Cli.run(
                "signals",
                "--follow",
                "--aeron",
                "ipc:7117",
                "--aeron-dir",
                directory.resolve("none"),
                "--data",
                data());
        assertThat(follow.exitCode()).isEqualTo(5);
        assertThat(follow.err()).contains("no media driver runs in");
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() {
        assertThat(Cli.run("run", "--feed", "aeron:ipc:1001", "--symbol", "X").exitCode())
                .isEqualTo(2);
        assertThat(Cli.run("run", "--feed", "aeron:ipc:1001", "--feed", "ohlcv:x.csv")
                        .exitCode())
                .isEqualTo(2);
        assertThat(Cli.run("run", "--until-end", "--feed", "ohlcv:x.csv", "--symbol", "X")
                        .exitCode())
                .isEqualTo(2);
        assertThat(Cli.run("signals", "--follow").exitCode()).isEqualTo(2);
        assertThat(Cli.run("signals", "--aeron", "ipc:1").exitCode()).isEqualTo(2);
    }
}
