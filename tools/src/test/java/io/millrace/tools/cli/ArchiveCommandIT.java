package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.database.EmbeddedDatabase;
import io.millrace.tools.supervise.CliProcess;
import io.millrace.tools.testing.CliRun;
import io.millrace.tools.testing.SampleTrades;
import io.millrace.tools.testing.SchedulingOf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archiver as a user meets it: waiting, refused, doubled, behind. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ArchiveCommandIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String AWAY = "postgresql://me:s3cret@127.0.0.1:1/db";

    @TempDir
    Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    @Test
    void shouldWaitForAJournalAndSaySo() throws Exception {
        try (CliProcess archive = CliProcess.start("archive", "--json", "--data", data())) {
            await().atMost(LONG).until(() -> archive.err().contains("waiting for a journal in " + data()));
            assertThat(data()).doesNotExist();
            runSample(3);
            await().atMost(LONG)
                    .until(() ->
                            archiver("position").asLong() > 0 && archiver("lag").asLong() == 0);
            assertThat(archiver("running").asBoolean()).isTrue();
            assertThat(archiver("secondsBehind").asDouble()).isZero();
            archive.signal("TERM");
            assertThat(archive.finish(LONG)).as(archive.err()).isZero();
            assertThat(parse(archive.out()).get("deadLetters").asLong()).isZero();
        }
        assertThat(Cli.run("verify", "--data", data(), "--database", "embedded").exitCode())
                .isZero();
    }

    @Test
    void shouldNotWaitLongerThanToldAndMakeNothing() {
        CliRun run = Cli.run("archive", "--timeout", 1, "--data", data());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines())
                .hasSize(2)
                .last()
                .satisfies(line -> assertThat(line).contains("no journal in " + data() + " after 1 s"));
        assertThat(data()).doesNotExist();
        for (List<String> wrong : List.of(
                List.of("--once", "--timeout", "1"),
                List.of("--timeout", "-1"),
                List.of("--once", "--retry-dead-letters"))) {
            List<Object> arguments = new ArrayList<>(List.of("archive", "--data", data()));
            arguments.addAll(wrong);
            assertThat(Cli.run(arguments.toArray()).exitCode()).as("%s", wrong).isEqualTo(2);
        }
    }

    @Test
    void shouldWaitForADatabaseThatIsAwayAndShowTheLag() throws Exception {
        runSample(4);
        try (CliProcess archive = CliProcess.start("archive", "--json", "--data", data(), "--database", AWAY)) {
            await().atMost(LONG)
                    .until(() -> archiver("waitingFor").asText().contains("127.0.0.1:1/db")
                            && archiver("lag").asLong() > 400);
            assertThat(archiver("waitingFor").asText()).doesNotContain("s3cret");
            assertThat(archiver("secondsBehind").asDouble()).isPositive();
            archive.signal("INT");
            assertThat(archive.finish(LONG)).as(archive.err()).isZero();
            assertThat(parse(archive.out()).get("lag").asLong()).isGreaterThan(400);
        }
    }

    @Test
    void shouldExitWithFourBesideAnotherArchiverAndTakeOverWhenThatIsKilled() throws Exception {
        runSample(5);
        try (CliProcess first = CliProcess.start("archive", "--data", data())) {
            await().atMost(LONG).until(() -> archiver("position").asLong() > 0);
            CliRun second = Cli.run("archive", "--once", "--data", data());
            assertThat(second.exitCode()).isEqualTo(4);
            assertThat(second.errLines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("another archiver writes engine", "stop it first"));
            first.signal("KILL");
            assertThat(first.finish(LONG)).isEqualTo(128 + 9);
        }
        await().atMost(LONG)
                .until(() -> Cli.run("archive", "--once", "--data", data()).exitCode() == 0);
        assertThat(Cli.run("verify", "--data", data(), "--database", "embedded").exitCode())
                .isZero();
    }

    @Test
    void shouldStartTheEmbeddedDatabaseAgainWhenItIsKilled() throws Exception {
        runSample(6);
        try (CliProcess archive = CliProcess.start("archive", "--json", "--data", data())) {
            await().atMost(LONG)
                    .until(() ->
                            archiver("position").asLong() > 0 && archiver("lag").asLong() == 0);
            Path pidFile = data().resolve("postgres/cluster/postmaster.pid");
            long killed = Long.parseLong(Files.readAllLines(pidFile).get(0));
            ProcessHandle server = ProcessHandle.of(killed).orElseThrow();
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
            long before = archiver("position").asLong();
            runSample(7);
            await().atMost(LONG)
                    .until(() -> archiver("position").asLong() > before
                            && archiver("lag").asLong() == 0);
            assertThat(Files.readAllLines(pidFile).get(0)).isNotEqualTo(Long.toString(killed));
            archive.signal("INT");
            assertThat(archive.finish(LONG)).as(archive.err()).isZero();
            assertThat(parse(archive.out()).get("reconnects").asLong()).isPositive();
            assertThat(pidFile).doesNotExist();
        }
        assertThat(Cli.run("verify", "--data", data(), "--database", "embedded").exitCode())
                .isZero();
    }

    @Test
    void shouldNameDeadLettersUntilTheyAreStored() throws Exception {
        runSample(8);
        assertThat(Cli.run("db", "migrate", "--database", "embedded", "--data", data())
                        .exitCode())
                .isZero();
        execute("ALTER TABLE ticks ADD CONSTRAINT narrow CHECK (sequence % 100 <> 0) NOT VALID");

        CliRun archive = Cli.run("archive", "--once", "--json", "--data", data());
        assertThat(archive.exitCode()).isEqualTo(1);
        long letters = parse(archive.out()).get("deadLetters").asLong();
        assertThat(letters).isPositive();
        assertThat(parse(archive.out()).get("lag").asLong()).isZero();
        assertThat(archiver("deadLetters").asLong()).isEqualTo(letters);
        assertThat(Cli.run("archive", "--once", "--data", data()).out()).contains("LACKS", "--retry-dead-letters");

        CliRun verify = Cli.run("verify", "--json", "--data", data(), "--database", "embedded");
        assertThat(verify.exitCode()).isEqualTo(1);
        JsonNode comparison = parse(verify.out()).get("archive");
        assertThat(comparison.get("identical").asBoolean()).isFalse();
        assertThat(comparison.get("deadLetters").asLong()).isEqualTo(letters);
        assertThat(comparison.get("firstDeadLetter").asText()).contains("is a dead letter", "narrow");
        assertThat(comparison.get("difference").isNull()).isTrue();

        CliRun retry = Cli.run("archive", "--retry-dead-letters", "--data", data());
        assertThat(retry.exitCode()).isEqualTo(1);
        assertThat(retry.out()).contains("Some are refused still", "narrow");
        execute("ALTER TABLE ticks DROP CONSTRAINT narrow");
        retry = Cli.run("archive", "--retry-dead-letters", "--json", "--data", data());
        assertThat(retry.exitCode()).isZero();
        assertThat(parse(retry.out()).get("stored").asLong()).isEqualTo(letters);
        assertThat(Cli.run("verify", "--data", data(), "--database", "embedded").exitCode())
                .isZero();
        assertThat(Cli.run("archive", "--once", "--data", data()).exitCode()).isZero();
    }

    /** Both ways in one test, because a server has to start for each. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldStayBehindTheEngineWithItsDatabaseUnlessToldOtherwise() throws Exception {
        assertThat(Cli.run("archive", "--scheduling", "never", "--data", data()).errLines())
                .containsExactly("millrace: --scheduling never: give idle or normal");
        assertThat(Cli.run("archive", "--set", "millrace.archiver.scheduling=never", "--data", data())
                        .exitCode())
                .isEqualTo(2);
        assertThat(data()).doesNotExist();
        runSample(9);
        try (CliProcess archive = CliProcess.start("archive", "--data", data())) {
            // On a busy machine it takes its share again after a while, so each look is at all of it at once.
            await().atMost(LONG).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
                assertThat(SchedulingOf.policies(archive.pid()).stream().filter(SchedulingOf.OTHER::equals))
                        .as("only the thread that looks after the others does not give way")
                        .hasSize(1);
                long server = EmbeddedDatabase.serverProcessId(data()).orElseThrow();
                assertThat(SchedulingOf.policies(server))
                        .as("what it starts for others")
                        .containsOnly(SchedulingOf.OTHER);
                for (ProcessHandle child : children(server)) {
                    assertThat(SchedulingOf.policies(child.pid()))
                            .as("%s", child)
                            .containsOnly(SchedulingOf.IDLE);
                    assertThat(SchedulingOf.group(child.pid())).as("%s", child).endsWith(SchedulingOf.LAST);
                }
            });
            await().atMost(LONG)
                    .until(() ->
                            archiver("position").asLong() > 0 && archiver("lag").asLong() == 0);
            assertThat(archiver("scheduling").asText()).isIn("idle", "normal");
            archive.signal("TERM");
            assertThat(archive.finish(LONG)).as(archive.err()).isZero();
        }
        try (CliProcess archive = CliProcess.start("archive", "--data", data(), "--scheduling", "normal")) {
            await().atMost(LONG).until(() -> archiver("processId").asLong() == archive.pid());
            assertThat(archiver("scheduling").asText()).isEqualTo("normal");
            assertThat(SchedulingOf.policies(archive.pid())).containsOnly(SchedulingOf.OTHER);
            long server = EmbeddedDatabase.serverProcessId(data()).orElseThrow();
            for (ProcessHandle child : children(server)) {
                assertThat(SchedulingOf.policies(child.pid())).as("%s", child).containsOnly(SchedulingOf.OTHER);
            }
        }
    }

    private static List<ProcessHandle> children(long processId) {
        List<ProcessHandle> children =
                ProcessHandle.of(processId).orElseThrow().children().toList();
        assertThat(children).hasSizeGreaterThan(2);
        return children;
    }

    private void runSample(long seed) throws IOException {
        Path file = SampleTrades.write(directory.resolve("trades" + seed + ".csv.gz"), 500, seed);
        CliRun run = Cli.run("run", "--data", data(), "--feed", "binance-trades:" + file, "--symbol", "BTCUSDT");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    /** What {@code millrace stat} shows of the archiver; a missing node before it has any. */
    private JsonNode archiver(String field) throws IOException {
        CliRun stat = Cli.run("stat", "--json", "--data", data());
        return stat.exitCode() == 0
                ? parse(stat.out()).path("archiver").path(field)
                : parse("{}").path(field);
    }

    private void execute(String sql) throws SQLException {
        try (DatabaseHandle handle = DatabaseHandle.open("embedded", data())) {
            DatabaseTarget target = handle.target();
            try (Connection connection = DriverManager.getConnection(target.url(), target.user(), target.password());
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    private static JsonNode parse(String text) throws IOException {
        return JsonMapper.builder().build().readTree(text);
    }
}
