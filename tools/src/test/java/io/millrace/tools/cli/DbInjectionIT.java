package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.archiver.database.DatabaseTarget;
import io.millrace.archiver.testing.Covers;
import io.millrace.archiver.testing.PostgresExtension;
import io.millrace.archiver.testing.PostgresServer;
import io.millrace.tools.testing.CliRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** No text from the command line becomes SQL: every option of every command on the database is fed what would, if it did. */
@Timeout(300)
@ExtendWith(PostgresExtension.class)
@Covers("S2-113")
class DbInjectionIT {
    private static final List<String> PAYLOADS = List.of(
            "'; DROP TABLE canary; --",
            "ticks; DROP TABLE canary",
            "ticks\"; DROP TABLE canary; --",
            "x' OR '1'='1",
            "'||(SELECT pg_sleep(30))||'",
            "\\'; DROP TABLE canary; --",
            "$$; DROP TABLE canary; $$",
            "canary) TO PROGRAM 'touch /tmp/x'; --",
            "%I%L%s",
            "?",
            "1); DELETE FROM canary; --",
            "ticks/**/UNION/**/SELECT/**/1",
            "\u02bc; DROP TABLE canary; --");

    /** What choose the database or how a command reports; and inputs whose damage other tests are about. */
    private static final Set<String> NOT_TRIED =
            Set.of("--database", "--data", "--json", "--debug", "--help", "--version", Shutdown.STOP_AT_EOF);

    @TempDir
    Path directory;

    @Test
    void shouldTreatEveryTextAsAText(PostgresServer server) throws Exception {
        DatabaseTarget target = server.newMigratedDatabase();
        PostgresServer.execute(target, "CREATE TABLE canary (x int)", "INSERT INTO canary VALUES (1)");
        String before = state(target);
        List<String> tried = new ArrayList<>();
        CliContext context = new CliContext(
                new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, new Shutdown());
        Map<String, CommandLine> commands =
                Millrace.commandLine(context).getSubcommands().get("db").getSubcommands();
        for (Map.Entry<String, CommandLine> command : commands.entrySet()) {
            for (OptionSpec option : command.getValue().getCommandSpec().options()) {
                if (option.arity().max() == 0 || NOT_TRIED.contains(option.longestName())) {
                    continue;
                }
                tried.add(command.getKey() + " " + option.longestName());
                for (String payload : PAYLOADS) {
                    run(target, command.getKey(), command.getValue(), option, payload);
                    assertThat(state(target))
                            .as("%s %s %s", command.getKey(), option, payload)
                            .isEqualTo(before);
                }
            }
        }
        assertThat(tried).contains("export --table", "export --query-name", "reindex --index", "backup --out");
        assertThat(commands.keySet()).hasSizeGreaterThan(6);
        server.drop(target);
    }

    private void run(DatabaseTarget target, String name, CommandLine command, OptionSpec tried, String payload)
            throws Exception {
        List<Object> arguments = new ArrayList<>(List.of("db", name, "--database", DbCommandsIT.url(target)));
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.equals(tried)) {
                arguments.add(option.longestName());
                arguments.add(tried.type() == Path.class ? newDirectory() + "/" + payload : payload);
            } else if (option.required()) {
                arguments.add(option.longestName());
                arguments.add(usual(option));
            }
        }
        if (name.equals("export")
                && !tried.longestName().startsWith("--table")
                && !tried.longestName().startsWith("--query")) {
            arguments.addAll(List.of("--table", "archive_position"));
        }
        CliRun run = Cli.run(arguments.toArray());
        assertThat(run.exitCode()).as("%s: %s", arguments, run.err()).isBetween(0, 5);
        assertThat(run.err()).as("%s", arguments).doesNotContain("syntax error").doesNotContain("42601");
        assertThat(run.errLines()).as("%s", arguments).hasSizeLessThan(2);
    }

    private Object usual(OptionSpec option) throws IOException {
        if (option.type() == Path.class) {
            return newDirectory().resolve("file");
        }
        if (option.type().isEnum()) {
            return option.type().getEnumConstants()[0];
        }
        return option.type() == String.class ? "1d" : "1";
    }

    private Path newDirectory() throws IOException {
        return Files.createTempDirectory(directory, "x");
    }

    private static String state(DatabaseTarget target) {
        return PostgresServer.query(
                target,
                "SELECT (SELECT count(*) FROM canary) || ' ' || (SELECT count(*) FROM pg_class WHERE relnamespace ="
                        + " 'public'::regnamespace) || ' ' || (SELECT count(*) FROM pg_roles)");
    }
}
