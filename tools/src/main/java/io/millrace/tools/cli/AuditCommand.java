package io.millrace.tools.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace audit}: holds the commands about the audit trail. Main thread. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Prove, anchor and read the audit trail of the database.",
        footer = {
            "",
            "Example:",
            "  millrace audit verify",
            "  millrace audit anchor --out /mnt/elsewhere/anchors",
            "  millrace audit list background_jobs 3f2504e0-4f89-11d3-9a0c-0305e82c3301"
        })
final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "audit needs a command: " + String.join(", ", spec.subcommands().keySet()));
    }
}
