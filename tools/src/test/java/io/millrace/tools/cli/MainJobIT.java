package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.engine.recovery.EngineLock;
import io.millrace.journal.testing.SharedData;
import io.millrace.tools.testing.CliRun;
import io.millrace.tools.testing.SampleTrades;
import java.io.IOException;
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

/** run, archive, verify, replay, stat and signals over files, as a user would. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MainJobIT {
    private static final int TRADES = 12_000;

    @TempDir
    Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    private static JsonNode json(CliRun run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    private JsonNode runSample(Path data, Object... more) throws IOException {
        Path file = directory.resolve("trades.csv.gz");
        if (!Files.exists(file)) {
            SampleTrades.write(file, TRADES, 1);
        }
        Object[] fixed = {"run", "--json", "--data", data, "--feed", "binance-trades:" + file, "--symbol", "BTCUSDT"};
        return json(Cli.run(Stream.concat(Stream.of(fixed), Stream.of(more)).toArray()));
    }

    @Test
    void shouldRunArchiveAndProve() throws IOException {
        JsonNode run = runSample(data());
        assertThat(run.get("eventsIn").asLong()).isEqualTo(TRADES);
        assertThat(run.get("rejected").asLong()).isZero();
        assertThat(run.get("bars").asLong()).isPositive();
        assertThat(run.get("latencyNs").get("committed").get("count").asLong()).isGreaterThanOrEqualTo(TRADES);

        JsonNode archive = json(Cli.run("archive", "--json", "--once", "--data", data()));
        assertThat(archive.get("rowsByTable").get("ticks").asLong()).isEqualTo(TRADES);
        assertThat(archive.get("position").asLong())
                .isEqualTo(run.get("lastSequence").asLong());
        assertThat(archive.get("lag").asLong()).isZero();
        assertThat(json(Cli.run("archive", "--json", "--once", "--data", data()))
                        .get("rows")
                        .asLong())
                .as("again")
                .isZero();

        JsonNode verify = json(Cli.run("verify", "--json", "--data", data(), "--database", "embedded"));
        assertThat(verify.get("identical").asBoolean()).isTrue();
        assertThat(verify.get("archive").get("identical").asBoolean()).isTrue();
        assertThat(verify.get("records").asLong())
                .isEqualTo(run.get("lastSequence").asLong());
        assertThat(verify.get("outputDigest")).isEqualTo(run.get("outputDigest"));
        assertThat(Cli.run("verify", "--data", data(), "--database", "embedded").out())
                .startsWith("Identical.")
                .contains("equal to the journal");

        JsonNode replay = json(Cli.run("replay", "--json", "--data", data()));
        assertThat(replay.get("outputDigest")).isEqualTo(run.get("outputDigest"));
        JsonNode stat = json(Cli.run("stat", "--json", "--data", data()));
        assertThat(stat.get("trades").asLong()).isEqualTo(TRADES);
        assertThat(stat.get("running").asBoolean()).isFalse();
        JsonNode signals = json(Cli.run("signals", "--json", "--data", data()));
        assertThat(signals.get("total")).isEqualTo(run.get("signals"));
        assertThat(Cli.run("stat", "--data", data()).out()).contains("trades taken", "12,000", "receive → committed");
    }

    @Test
    void shouldGiveTheSameBitsWhateverTheRingBatchAndPace() throws IOException {
        JsonNode usual = runSample(directory.resolve("a"));
        JsonNode other = runSample(
                directory.resolve("b"),
                "--pace",
                "2000x",
                "--set",
                "millrace.engine.ring.size=64",
                "--set",
                "millrace.engine.batch.max-records=7");
        assertThat(other.get("outputDigest")).isEqualTo(usual.get("outputDigest"));
        assertThat(other.get("stateDigest")).isEqualTo(usual.get("stateDigest"));
    }

    @Test
    void shouldSayThatNothingIsArchivedAndMakeNoDatabase() throws IOException {
        runSample(data());
        CliRun verify = Cli.run("verify", "--json", "--data", data(), "--database", "embedded");
        assertThat(verify.exitCode()).isEqualTo(1);
        JsonNode report = JsonMapper.builder().build().readTree(verify.out());
        assertThat(report.get("identical").asBoolean()).isTrue();
        assertThat(report.get("archive").get("difference").asText()).contains("millrace archive --once");
        assertThat(data().resolve("postgres")).doesNotExist();
    }

    @Test
    void shouldFailWhenNoLineGivesAnEvent() throws IOException {
        Path file = directory.resolve("other.csv");
        Files.writeString(file, "1,2\n3,4\n");
        CliRun run =
                Cli.run("run", "--json", "--data", data(), "--feed", "binance-trades:" + file, "--symbol", "BTCUSDT");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(run.out())
                        .get("rejected")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void shouldTakeNothingTwiceWhenRunAgain() throws IOException {
        JsonNode first = runSample(data());
        JsonNode second = runSample(data());
        assertThat(second.get("eventsIn").asLong()).isZero();
        assertThat(second.get("journal").get("eventsIn").asLong()).isEqualTo(TRADES);
        assertThat(second.get("skipped").asLong()).isEqualTo(TRADES);
        assertThat(second.get("outputDigest")).isEqualTo(first.get("outputDigest"));
    }

    @Test
    void shouldCountBadLinesAndGoOn() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.csv"), """
                1,100.00,1.0,100,1723075200000,True,True
                2,NaN,1.0,100,1723075200001,True,True
                3,-5,1.0,100,1723075200002,True,True
                4,100.123456789,1.0,100,1723075200003,True,True
                5,101.00,1.0,100,1723075200004,True,True
                5,101.00,1.0,100,1723075200004,True,True
                """);
        JsonNode run = json(
                Cli.run("run", "--json", "--data", data(), "--feed", "binance-trades:" + file, "--symbol", "BTCUSDT"));
        assertThat(run.get("eventsIn").asLong()).isEqualTo(2);
        assertThat(run.get("rejected").asLong()).isEqualTo(3);
        assertThat(run.get("duplicates").asLong()).isEqualTo(1);
        assertThat(run.get("firstRejections").get(0).asText())
                .contains("bad.csv:2")
                .contains("not-finite");

        CliRun strict = Cli.run(
                "run",
                "--strict",
                "--data",
                directory.resolve("s"),
                "--feed",
                "binance-trades:" + file,
                "--symbol",
                "BTCUSDT");
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.errLines()).hasSize(1);
        assertThat(strict.err()).contains("bad.csv:2");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(2, "give either --feed", List.of("run")),
                Arguments.of(2, "give either --feed", List.of("run", "--feed", "x:y", "--synthetic", "1")),
                Arguments.of(2, "--symbol is missing", List.of("run", "--feed", "binance-trades:@/none.csv")),
                Arguments.of(
                        2, "none.csv", List.of("run", "--feed", "binance-trades:@/none.csv", "--symbol", "BTCUSDT")),
                Arguments.of(
                        2,
                        "choose one of binance-trades",
                        List.of("run", "--feed", "binance:@/x.csv", "--symbol", "X")),
                Arguments.of(2, "FORMAT:FILE", List.of("run", "--feed", "trades.csv", "--symbol", "X")),
                Arguments.of(
                        2,
                        "--symbol is given 2 times for 1 feeds",
                        List.of("run", "--feed", "binance-trades:@/x.csv", "--symbol", "X", "--symbol", "Y")),
                Arguments.of(
                        2,
                        "pace 'fast' is not known",
                        List.of("run", "--feed", "binance-trades:@/x.csv", "--symbol", "X", "--pace", "fast")),
                Arguments.of(
                        2,
                        "millrace.engine.ring.size",
                        List.of("run", "--synthetic", "1", "--set", "millrace.engine.ring.size=100")),
                Arguments.of(
                        2,
                        "millrace.engine.rnig",
                        List.of("run", "--synthetic", "1", "--set", "millrace.engine.rnig=1")),
                Arguments.of(2, "no data directory", List.of("archive", "--once")),
                Arguments.of(2, "no data directory", List.of("verify")),
                Arguments.of(2, "--days 0", List.of("demo", "--days", "0")),
                Arguments.of(2, "pace 'fast'", List.of("up", "--pace", "fast")),
                Arguments.of(2, "none.csv", List.of("up", "--feed", "binance-trades:@/none.csv", "--symbol", "X")),
                Arguments.of(
                        5, "127.0.0.1:1/db", List.of("up", "--database", "jdbc:postgresql://127.0.0.1:1/db?user=me")));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("refusals")
    void shouldRefuseInOneLineAndMakeNothing(int exitCode, String message, List<String> arguments) {
        List<String> placed = Stream.concat(arguments.stream(), Stream.of("--data", "@/data"))
                .map(each -> each.replace("@", directory.toString()))
                .toList();
        CliRun run = Cli.run(placed.toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("millrace: ").contains(message);
        assertThat(run.out()).isEmpty();
        assertThat(data()).doesNotExist();
    }

    @Test
    void shouldExitWithFourWhenAnEngineRunsThere() throws IOException {
        Files.createDirectories(data());
        try (EngineLock lock = EngineLock.acquire(data())) {
            assertThat(lock).isNotNull();
            CliRun run = Cli.run("run", "--data", data(), "--synthetic", 1);
            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.errLines()).hasSize(1);
        }
    }

    @Test
    void shouldExitWithFiveWhenTheDatabaseIsNotThere() throws IOException {
        runSample(data());
        CliRun run = Cli.run("verify", "--data", data(), "--database", "postgresql://me:s3cret@127.0.0.1:1/db");
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains("127.0.0.1:1/db").doesNotContain("s3cret");
    }

    @Test
    void shouldTakeEveryTradeOfARealDay() throws IOException {
        Path file = SharedData.require("crypto/binance-usdm-btcusdt-trades-2024-08-08.csv.gz");
        JsonNode run = json(
                Cli.run("run", "--json", "--data", data(), "--feed", "binance-trades:" + file, "--symbol", "BTCUSDT"));
        assertThat(run.get("eventsIn").asLong()).isEqualTo(21_313);
        assertThat(run.get("rejected").asLong()).isZero();
        JsonNode archive = json(Cli.run("archive", "--json", "--once", "--data", data()));
        assertThat(archive.get("rowsByTable").get("ticks").asLong()).isEqualTo(21_313);
        JsonNode verify = json(Cli.run("verify", "--json", "--data", data(), "--database", "embedded"));
        assertThat(verify.get("archive").get("identical").asBoolean()).isTrue();
    }

    @Test
    void shouldTakeEveryTickOfTheLargestFile() throws IOException {
        Path file = SharedData.require("us/lean-us-spy-tick-trades-2013-10-08.csv.gz");
        JsonNode run =
                json(Cli.run("run", "--json", "--data", data(), "--feed", "lean-trades:" + file, "--symbol", "SPY"));
        assertThat(run.get("eventsIn").asLong()).isEqualTo(451_545);
        assertThat(run.get("rejected").asLong()).isZero();
        JsonNode verify = json(Cli.run("verify", "--json", "--data", data()));
        assertThat(verify.get("identical").asBoolean()).isTrue();
        assertThat(verify.get("archive").isNull()).isTrue();
    }
}
