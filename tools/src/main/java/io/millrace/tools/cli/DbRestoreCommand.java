package io.millrace.tools.cli;

import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.database.backup.Backup;
import io.millrace.tools.database.backup.Restore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace db restore}: fills an empty database from a backup and proves it. Main thread. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Fill an empty database from a backup, compare counts and digests of every table, and bring it to this version.",
            "All or nothing: a restore that fails or is killed leaves no rows, and can be run again."
        },
        footer = {"", "Example:", "  millrace db restore --in market.backup --database postgresql://me@db/market2"})
final class DbRestoreCommand extends ReportCommand {
    @Mixin
    private DbOptions database;

    @Option(
            names = "--in",
            required = true,
            paramLabel = "FILE",
            description = "File that millrace db backup has written.")
    private Path in;

    DbRestoreCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() throws IOException {
        Path file = in.toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(in.toString());
        }
        try (DatabaseHandle handle = database.made(context);
                ProgressDisplay progress = ProgressDisplay.unbounded(context, "restore", "bytes")) {
            Backup.Summary summary = Restore.run(file, handle.target(), DbBackupCommand.listener(progress));
            return new DbBackupCommand.Outcome(summary, file, Files.size(file), "Restored and compared ");
        }
    }
}
