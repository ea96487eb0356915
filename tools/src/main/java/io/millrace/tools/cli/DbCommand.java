package io.millrace.tools.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace db}: holds the commands that care for the database. Main thread. */
@Command(
        name = "db",
        mixinStandardHelpOptions = true,
        description = "Care for the database: schema, backup, export, cleaning, reports.",
        footer = {
            "",
            "Example:",
            "  millrace db status",
            "  millrace db verify-schema --database postgresql://me@db/market",
            "  millrace db backup --out market.backup"
        })
final class DbCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "db needs a command: " + String.join(", ", spec.subcommands().keySet()));
    }
}
