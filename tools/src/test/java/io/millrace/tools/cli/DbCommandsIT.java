package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.tools.testing.CliRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The database's schema as an operator meets it: from nothing, current, changed by hand, not there. */
@Timeout(180)
@ExtendWith(PostgresExtension.class)
@Covers({"S2-081..086"})
class DbCommandsIT {
    @TempDir
    Path directory;

    static String url(DatabaseTarget target) {
        return target.url() + "?user=" + target.user();
    }

    static JsonNode json(CliRun run) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    @Test
    void shouldMakeShowAndVerifyTheSchema(PostgresServer server) throws Exception {
        DatabaseTarget target = server.newDatabase();
        JsonNode would = json(Cli.run("db", "migrate", "--dry-run", "--json", "--database", url(target)));
        int all = would.get("pending").size();
        assertThat(all).isGreaterThan(9);
        CliRun early = Cli.run("db", "verify-schema", "--database", url(target));
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.errLines()).singleElement().asString().contains("lacks " + all + " migrations");

        JsonNode did = json(Cli.run("db", "migrate", "--json", "--database", url(target)));
        assertThat(did.get("applied")).hasSize(all);
        assertThat(json(Cli.run("db", "migrate", "--json", "--database", url(target)))
                        .get("applied"))
                .isEmpty();
        JsonNode status = json(Cli.run("db", "status", "--json", "--database", url(target)));
        assertThat(status.get("schemaVersion").asText()).isEqualTo(did.get("to").asText());
        assertThat(Cli.run("db", "status", "--database", url(target)).out())
                .contains("schema            version " + did.get("to").asText())
                .contains("\ntables\n");

        JsonNode same = json(Cli.run("db", "verify-schema", "--scratch", "--json", "--database", url(target)));
        assertThat(same.get("identical").asBoolean()).isTrue();
        PostgresServer.execute(target, "ALTER TABLE feed_events ADD mine int");
        CliRun drifted = Cli.run("db", "verify-schema", "--scratch", "--database", url(target));
        assertThat(drifted.exitCode()).isEqualTo(1);
        assertThat(drifted.out()).contains("DRIFTED").contains("extra: column feed_events.mine");
    }

    @Test
    void shouldSayInOneLineWhenThereIsNoDatabase() {
        CliRun none = Cli.run("db", "status", "--data", directory.resolve("none"));
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.errLines())
                .singleElement()
                .asString()
                .contains("no database in")
                .contains("db migrate");
        assertThat(directory.resolve("none")).doesNotExist();
        for (String command : new String[] {"migrate", "status", "verify-schema"}) {
            CliRun away = Cli.run("db", command, "--database", "postgresql://me:s3cret@127.0.0.1:1/db");
            assertThat(away.exitCode()).as(command).isEqualTo(5);
            assertThat(away.errLines())
                    .as(command)
                    .hasSize(1)
                    .allSatisfy(
                            line -> assertThat(line).contains("127.0.0.1:1/db").doesNotContain("s3cret"));
        }
        assertThat(Cli.run("db").exitCode()).isEqualTo(2);
        assertThat(Cli.run("db").err()).contains("db needs a command: ").contains("verify-schema");
    }

    @Test
    void shouldBackUpRestoreAndExport(PostgresServer server) throws Exception {
        DatabaseTarget target = server.newMigratedDatabase();
        PostgresServer.execute(
                target,
                "INSERT INTO archive_position (engine_id, journal_id, sequence, queue_index, updated_at)"
                        + " VALUES (3, 1, 77, 0, now())");
        Path file = directory.resolve("a.backup");
        JsonNode taken = json(Cli.run("db", "backup", "--json", "--out", file, "--database", url(target)));
        assertThat(taken.get("rows").asLong()).isPositive();
        assertThat(Cli.run("db", "backup", "--out", file, "--database", url(target))
                        .exitCode())
                .isEqualTo(2);
        DatabaseTarget copy = server.newDatabase();
        assertThat(json(Cli.run("db", "restore", "--json", "--in", file, "--database", url(copy)))
                        .get("rows"))
                .isEqualTo(taken.get("rows"));
        assertThat(PostgresServer.query(copy, "SELECT sequence FROM archive_position"))
                .isEqualTo("77");
        CliRun again = Cli.run("db", "restore", "--in", file, "--database", url(copy));
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errLines()).singleElement().asString().contains("is not empty");

        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        CliRun damaged = Cli.run("db", "restore", "--in", file, "--database", url(server.newDatabase()));
        assertThat(damaged.exitCode()).as(damaged.err()).isEqualTo(3);
        assertThat(damaged.errLines()).hasSize(1);

        Path csv = directory.resolve("p.csv");
        assertThat(json(Cli.run(
                                "db",
                                "export",
                                "--json",
                                "--table",
                                "archive_position",
                                "--format",
                                "csv",
                                "--out",
                                csv,
                                "--database",
                                url(target)))
                        .get("rows")
                        .asLong())
                .isEqualTo(1);
        assertThat(Files.readAllLines(csv).get(1)).startsWith("3,1,77,");
    }

    @Test
    void shouldRefuseAnExportThatIsNotMeantSo(DatabaseTarget target) {
        Path file = directory.resolve("x.csv");
        for (String[] wrong : new String[][] {
            {"--format", "csv"},
            {"--format", "csv", "--table", "ticks", "--query-name", "trades"},
            {"--format", "csv", "--table", "pg_authid"},
            {"--format", "csv", "--table", "auth_sessions"},
            {"--format", "csv", "--query-name", "nothing"},
            {"--format", "xml", "--table", "ticks"},
            {"--format", "csv", "--table", "ticks", "--from", "yesterday"},
            {"--format", "csv", "--table", "ticks", "--from", "2024-01-02", "--to", "2024-01-01"},
        }) {
            List<Object> arguments = new ArrayList<>(List.of("db", "export", "--out", file, "--database", url(target)));
            arguments.addAll(List.of(wrong));
            CliRun run = Cli.run(arguments.toArray());
            assertThat(run.exitCode()).as("%s: %s", arguments, run.err()).isEqualTo(2);
            assertThat(run.errLines()).hasSize(1);
            assertThat(file).doesNotExist();
        }
    }
}
