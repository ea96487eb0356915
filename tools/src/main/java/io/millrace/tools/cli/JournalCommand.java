package io.millrace.tools.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace journal}: holds the commands that look inside a journal. Main thread. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        description = "Look inside the journal, of a live or a dead engine.",
        footer = {"", "Example:", "  millrace journal stat", "  millrace journal dump --from 100 --to 120 --kind Trade"
        })
final class JournalCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "journal needs a command: stat or dump");
    }
}
