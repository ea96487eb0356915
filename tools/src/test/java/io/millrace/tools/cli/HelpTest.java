package io.millrace.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.tools.testing.CliRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HelpTest {
    @Test
    void shouldShowAnExampleInTheHelpOfEveryCommand() {
        CliContext context = new CliContext(
                new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, new Shutdown());
        List<String> seen = new ArrayList<>();
        check(Millrace.commandLine(context), seen);
        assertThat(seen).contains("millrace", "millrace doctor", "millrace journal dump", "millrace signals");
    }

    private static void check(CommandLine command, List<String> seen) {
        String name = command.getCommandSpec().qualifiedName();
        seen.add(name);
        assertThat(command.getUsageMessage()).as(name).contains("Example:").contains("  " + name);
        command.getSubcommands().values().forEach(each -> check(each, seen));
    }

    @Test
    void shouldPrintHelpAndVersionOnStdout() {
        CliRun help = Cli.run("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Exit codes:").contains("doctor");
        assertThat(help.err()).isEmpty();
        assertThat(Cli.run("--version").out()).matches("millrace \\d+\\.\\d+\\.\\d+\\S*\\RJava .*\\R");
    }
}
