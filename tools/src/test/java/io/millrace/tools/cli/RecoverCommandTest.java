package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.tools.testing.CliRun;
import io.millrace.tools.testing.SampleTrades;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RecoverCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TRADES = 3_000;

    @TempDir
    Path work;

    private Path data;
    private Path trades;

    @BeforeEach
    void run() throws IOException {
        data = work.resolve("data");
        trades = SampleTrades.write(work.resolve("trades.csv"), TRADES, 5);
        assertThat(feed().exitCode()).isZero();
    }

    @Test
    void shouldSayWhatAStartWouldDoAndChangeNothing() throws IOException {
        Map<String, byte[]> before = contents();
        JsonNode clean = dryRun(0);
        assertThat(clean.get("way").asText()).isEqualTo("state-file");
        assertThat(clean.get("recordsToReplay").asLong()).isZero();
        assertThat(clean.get("damage").isNull()).isTrue();
        assertThat(contents()).containsExactlyEntriesOf(before);

        Files.delete(data.resolve("state/clean.json"));
        before = contents();
        JsonNode unclean = dryRun(0);
        assertThat(unclean.get("way").asText()).isEqualTo("whole-journal");
        assertThat(unclean.get("recordsToReplay").asLong())
                .isEqualTo(unclean.get("lastSequence").asLong())
                .isGreaterThan(TRADES);
        assertThat(contents()).containsExactlyEntriesOf(before);
        assertThat(Cli.run("recover", "--dry-run", "--data", data).out())
                .contains("A start replays the whole journal.", "expected time");
    }

    @Test
    void shouldGoOnWithTheGoodPartOfADamagedJournal() throws IOException {
        Path cycle;
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            cycle = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(cycle);
        int last = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("MLRC");
        bytes[last + 70] ^= 1;
        Files.write(cycle, bytes);

        JsonNode plan = dryRun(3);
        assertThat(plan.get("way").asText()).isEqualTo("none");
        assertThat(plan.get("damage").asText()).contains("journal damaged at sequence", "--new-generation");
        CliRun refused = feed();
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.errLines()).anyMatch(line -> line.contains("millrace recover --new-generation"));

        JsonNode begun = JSON.readTree(
                Cli.run("recover", "--new-generation", "--data", data, "--json").out());
        assertThat(begun.get("generation").asInt()).isEqualTo(1);
        assertThat(begun.get("firstBadSequence").asLong())
                .isEqualTo(begun.get("lastGoodSequence").asLong() + 1);
        assertThat(Path.of(begun.get("kept").asText())).isDirectory();
        assertThat(feed().exitCode()).isZero();
        assertThat(Cli.run("verify", "--data", data).exitCode()).isZero();
        CliRun again = Cli.run("recover", "--new-generation", "--data", data);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("no reason for a new generation");
    }

    @Test
    void shouldWantOneOfTheTwo() {
        assertThat(Cli.run("recover", "--data", data).exitCode()).isEqualTo(2);
        assertThat(Cli.run("recover", "--dry-run", "--new-generation", "--data", data)
                        .exitCode())
                .isEqualTo(2);
    }

    private CliRun feed() {
        return Cli.run("run", "--feed", "binance-trades:" + trades, "--symbol", "BTCUSDT", "--data", data);
    }

    private JsonNode dryRun(int exitCode) throws IOException {
        CliRun run = Cli.run("recover", "--dry-run", "--data", data, "--json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        return JSON.readTree(run.out());
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(data.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }
}
