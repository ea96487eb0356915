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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail as an auditor meets it: whole, anchored, tampered with, not there. */
@Timeout(180)
@ExtendWith(PostgresExtension.class)
@Covers({"S1-031", "S1-110", "S1-113"})
class AuditCommandIT {
    @TempDir
    Path directory;

    @Test
    void shouldProveAnchorAndFindWhatWasCutOff(DatabaseTarget target) throws Exception {
        Path anchors = directory.resolve("anchors");
        String url = target.url() + "?user=" + target.user();
        PostgresServer.execute(
                target,
                "INSERT INTO system_configurations (config_type, config_key, config_value) VALUES ('api', 'k', '1')",
                "UPDATE system_configurations SET config_value = '2'",
                "SELECT audit_record('thing', '1', 'TOUCH')");
        JsonNode whole = json(0, "audit", "verify", "--json", "--database", url);
        assertThat(whole.get("whole").asBoolean()).isTrue();
        assertThat(whole.get("entries").asLong()).isEqualTo(3);
        assertThat(Cli.run("audit", "anchor", "--out", anchors, "--database", url)
                        .out())
                .contains("Anchored 1 chains")
                .contains(whole.at("/chains/0/hash").asText());
        PostgresServer.execute(target, "SELECT audit_record('thing', '2', 'TOUCH')");
        json(0, "audit", "anchor", "--json", "--out", anchors, "--database", url);
        assertThat(Files.readAllLines(anchors)).hasSize(3);
        assertThat(json(0, "audit", "verify", "--json", "--anchor", anchors, "--database", url)
                        .get("anchors")
                        .asInt())
                .isEqualTo(2);

        PostgresServer.execute(
                target,
                "ALTER TABLE audit_logs DISABLE TRIGGER USER",
                "ALTER TABLE audit_chains DISABLE TRIGGER USER",
                "DELETE FROM audit_logs WHERE chain_sequence > 2",
                "UPDATE audit_chains SET entry_count = 2, head_hash = (SELECT hash FROM audit_logs WHERE chain_sequence = 2)");
        json(0, "audit", "verify", "--json", "--database", url);
        JsonNode cut = json(3, "audit", "verify", "--json", "--anchor", anchors, "--database", url);
        assertThat(cut.at("/findings/0/kind").asText()).isEqualTo("cut_off");
        assertThat(cut.at("/findings/0/from").asLong()).isEqualTo(3);
        assertThat(cut.at("/findings/0/to").asLong()).isEqualTo(4);
        CliRun refused = Cli.run("audit", "anchor", "--out", anchors, "--database", url);
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.out()).contains("DAMAGED").contains("entries 3 to 4 cut off");
        assertThat(Files.readAllLines(anchors))
                .as("nothing damaged is anchored")
                .hasSize(3);
    }

    @Test
    void shouldListWhatHappenedToAThing(DatabaseTarget target) throws Exception {
        String url = target.url() + "?user=" + target.user();
        PostgresServer.execute(
                target,
                "INSERT INTO system_configurations (config_type, config_key, config_value) VALUES ('api', 'k', '1')",
                "UPDATE system_configurations SET config_value = '2'");
        JsonNode entries = json(0, "audit", "list", "system_configurations", "api/k", "--json", "--database", url)
                .get("entries");
        assertThat(entries).extracting(entry -> entry.get("action").asText()).containsExactly("UPDATE", "INSERT");
        assertThat(Cli.run("audit", "list", "system_configurations", "api/k", "--database", url)
                        .out())
                .contains("\"config_value\": 2");
        assertThat(Cli.run("audit", "list", "thing", "' OR ''='", "--database", url)
                        .out())
                .contains("Nothing is known of it.");
    }

    @Test
    void shouldSayInOneLineWhatIsMissing(PostgresServer server) throws Exception {
        one(2, "no database in", "audit", "verify", "--data", directory.resolve("none"));
        assertThat(directory.resolve("none")).doesNotExist();
        one(5, "127.0.0.1:1/db", "audit", "verify", "--database", "postgresql://me:s3cret@127.0.0.1:1/db");
        one(2, "no such file", "audit", "verify", "--anchor", directory.resolve("gone"), "--database", "embedded");
        one(2, "no directory", "audit", "anchor", "--out", directory.resolve("a/b"), "--database", "embedded");
        one(2, "--limit", "audit", "list", "t", "1", "--limit", "0");
        Path other = Files.writeString(directory.resolve("other"), "hello\n");
        one(1, "no file of audit anchors", "audit", "verify", "--anchor", other);
        DatabaseTarget empty = server.newDatabase();
        one(1, "db migrate", "audit", "verify", "--database", empty.url() + "?user=" + empty.user());
        assertThat(Cli.run("audit").exitCode()).isEqualTo(2);
    }

    private static void one(int exitCode, String words, Object... arguments) {
        CliRun run = Cli.run(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.errLines()).singleElement().asString().contains(words).doesNotContain("s3cret");
    }

    private static JsonNode json(int exitCode, Object... arguments) throws Exception {
        CliRun run = Cli.run(arguments);
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
        return JsonMapper.builder().build().readTree(run.out());
    }
}
