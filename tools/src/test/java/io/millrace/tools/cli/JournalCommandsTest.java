package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.journal.record.RecordKind;
import io.millrace.tools.testing.CliRun;
import io.millrace.tools.testing.SmallJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JournalCommandsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path data;

    @BeforeEach
    void writeAJournal() {
        try (SmallJournal journal = new SmallJournal(data.resolve("journal"))) {
            journal.oneOfEach().signals(5);
        }
    }

    @Test
    void shouldCountEveryKind() throws IOException {
        CliRun run = Cli.run("journal", "stat", "--data", data, "--json");
        assertThat(run.exitCode()).isZero();
        JsonNode stat = JSON.readTree(run.out());
        assertThat(stat.get("records").asLong()).isEqualTo(SmallJournal.KINDS + 5);
        assertThat(stat.get("batches").asLong()).isEqualTo(6);
        assertThat(stat.get("lastSequence").asLong()).isEqualTo(SmallJournal.KINDS + 5);
        assertThat(stat.get("engineId").asInt()).isEqualTo(7);
        assertThat(stat.get("journalId").asText()).isEqualTo("1122334455667788");
        assertThat(stat.get("damage").isNull()).isTrue();
        for (RecordKind kind : RecordKind.values()) {
            assertThat(stat.get("recordsByKind").get(kind.label()).asLong())
                    .as(kind.label())
                    .isEqualTo(kind == RecordKind.SIGNAL ? 6 : 1);
        }
        assertThat(Cli.run("journal", "stat", "--data", data).out())
                .contains("32 in 6 batches", "InstrumentDefined", "2024-12-20 14:30:52.123");
    }

    @Test
    void shouldDumpEveryKindAsJson() throws IOException {
        Map<String, JsonNode> byKind = new HashMap<>();
        for (String line : Cli.run("journal", "dump", "--data", data, "--json")
                .out()
                .lines()
                .toList()) {
            JsonNode record = JSON.readTree(line);
            byKind.putIfAbsent(record.get("kind").asText(), record);
        }
        assertThat(byKind).hasSize(SmallJournal.KINDS);
        assertThat(byKind.get("SnapshotTaken").get("snapshotSequence").asLong()).isEqualTo(3);
        assertThat(byKind.get("SnapshotTaken").get("layoutDigest").asText()).isEqualTo("0000000000000077");

        JsonNode trade = byKind.get("Trade");
        assertThat(trade.get("eventTime").asText()).isEqualTo("2024-12-20T14:30:52.123456789Z");
        assertThat(trade.get("eventTimeNs").asLong()).isEqualTo(SmallJournal.TIME_NS);
        assertThat(trade.get("instrument").asText()).isEqualTo("BTCUSDT");
        assertThat(trade.get("price").decimalValue()).isEqualByComparingTo("61800.30");
        assertThat(trade.get("quantity").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(trade.get("aggressor").asText()).isEqualTo("SELLER");
        assertThat(trade.get("venueCode").asText()).isEqualTo("NY");

        JsonNode values = byKind.get("IndicatorValues").get("values");
        assertThat(values.get("macd-1m.macd").asDouble()).isEqualTo(1.25);
        assertThat(values.get("macd-1m.histogram").isNull()).as("NaN").isTrue();

        JsonNode signal = byKind.get("Signal");
        assertThat(signal.get("tradeId").asText()).isEqualTo("BTC_20241220_143052_a1b2c3d4");
        assertThat(signal.get("stopLoss").decimalValue()).isEqualByComparingTo("61700");
        assertThat(signal.get("operands").toString()).isEqualTo("{\"fast\":10.5,\"slow\":9.5,\"adx\":22.0}");

        assertThat(signal.get("cmsScore").asDouble()).isEqualTo(0.42);
        assertThat(signal.has("regimeComponent")).as("none").isFalse();

        assertThat(byKind.get("News").get("symbols").toString()).isEqualTo("[\"BTCUSDT\",\"SPY\"]");
        assertThat(byKind.get("News").get("title").asText()).isEqualTo("Fork is near");
        assertThat(byKind.get("Sentiment").get("negativeKeywords")).isEmpty();
        assertThat(byKind.get("MarketEvent").get("severity").asText()).isEqualTo("HIGH");
        assertThat(byKind.get("SignalOutcome").get("profitLoss").decimalValue()).isEqualByComparingTo("150.75");
        assertThat(byKind.get("SignalOutcome").get("exitPrice").decimalValue()).isEqualByComparingTo("62000.90");
        assertThat(byKind.get("OrderCommand").has("stopPrice")).as("none").isFalse();
        assertThat(byKind.get("OrderEvent").get("filledQuantity").decimalValue())
                .isEqualByComparingTo("1.5");
        assertThat(byKind.get("Fill").get("fee").decimalValue()).isEqualByComparingTo("-1.25");
        assertThat(byKind.get("PositionChanged").get("fillSequence").asLong())
                .isEqualTo(byKind.get("Fill").get("sequence").asLong());
        assertThat(byKind.get("AlertRule").get("cooldown").asText()).isEqualTo("5m");
        assertThat(byKind.get("Alert").get("price").decimalValue()).isEqualByComparingTo("62000.90");

        assertThat(byKind.get("SignalBlocked").get("reason").asText()).isEqualTo("WIDE_SPREAD");
        assertThat(byKind.get("BarClosed").get("interval").asText()).isEqualTo("1m");
        assertThat(byKind.get("Checkpoint").get("outputDigest").asText()).isEqualTo("ffffffffffffffff");
        assertThat(byKind.get("Quote").has("venueUpdateId")).as("none").isFalse();
        assertThat(byKind.get("FeedStatus").get("count").asInt()).isEqualTo(3);
        assertThat(byKind.get("ConfigChanged").get("config").asText()).isEqualTo("bars = [1m]");
        assertThat(byKind.get("EngineStarted").get("processId").asInt()).isEqualTo(4711);
        assertThat(byKind.get("EngineStopped").get("reason").asText()).isEqualTo("FEED_ENDED");
    }

    @Test
    void shouldDumpARangeOfSomeKinds() throws IOException {
        List<Long> sequences = new ArrayList<>();
        CliRun run = Cli.run(
                "journal", "dump", "--data", data, "--json", "--from", 10, "--to", 30, "--kind", "signal,Quote");
        for (String line : run.out().lines().toList()) {
            JsonNode record = JSON.readTree(line);
            sequences.add(record.get("sequence").asLong());
            if (record.get("kind").asText().equals("Signal")) {
                assertThat(record.get("instrument").asText())
                        .as("defined before the range")
                        .isEqualTo("BTCUSDT");
            }
        }
        assertThat(sequences)
                .isSorted()
                .allMatch(each -> each >= 10 && each <= 30)
                .hasSize(4);
        assertThat(Cli.run("journal", "dump", "--data", data, "--limit", 3)
                        .out()
                        .lines())
                .hasSize(3);
    }

    @Test
    void shouldDumpOneLinePerRecordForPeople() {
        assertThat(Cli.run("journal", "dump", "--data", data).out().lines())
                .hasSize(SmallJournal.KINDS + 5)
                .anyMatch(line -> line.contains("Trade ") && line.contains("price=61800.3"));
    }

    @Test
    void shouldListTheNewestSignals() throws IOException {
        JsonNode all = JSON.readTree(
                Cli.run("signals", "--data", data, "--json", "--limit", 2).out());
        assertThat(all.get("total").asLong()).isEqualTo(6);
        assertThat(all.get("signals")).hasSize(2);
        assertThat(all.get("signals").get(1).get("tradeId").asText()).endsWith("_00000005");
        assertThat(Cli.run("signals", "--data", data, "--limit", 2).out())
                .contains("BTC_20241220_143052_00000004", "ma-cross-1m", "2 of 6, newest last.");
    }
}
