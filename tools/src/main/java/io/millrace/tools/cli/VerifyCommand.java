package io.millrace.tools.cli;

import io.millrace.archiver.verify.ArchiveCheck;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.tools.database.DatabaseHandle;
import io.millrace.tools.database.EmbeddedDatabase;
import io.millrace.tools.wiring.Verification;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace verify}: proves the journal, the replay and the archive. Main thread; writes nothing. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Prove that the journal is whole, and that its inputs give the same outputs again, bit by bit.",
            "With --database prove also that the archive equals the journal."
        },
        footer = {"", "Example:", "  millrace verify --database embedded"})
final class VerifyCommand extends ReportCommand {
    @Mixin
    private DataOptions data;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private DatabaseOptions database;

    VerifyCommand(CliContext context) {
        super(context);
    }

    @Override
    Report execute() {
        database.check();
        Path directory = data.existing();
        ArchiveCommand.requireJournal(directory);
        if (database.given() && database.embedded() && !EmbeddedDatabase.existsIn(directory)) {
            return withoutArchive(directory);
        }
        try (Steps steps = new Steps(context);
                DatabaseHandle handle = database.given() ? database.open(directory, context) : null) {
            return new VerifyReport(Verification.of(
                    new DataDirectory(directory),
                    config.load(),
                    Optional.ofNullable(handle).map(DatabaseHandle::target),
                    steps));
        }
    }

    /** There is no database to compare with, and a proof makes none. */
    private Report withoutArchive(Path directory) {
        try (Steps steps = new Steps(context)) {
            return new VerifyReport(
                    Verification.of(new DataDirectory(directory), config.load(), Optional.empty(), steps)
                            .withArchive(ArchiveCheck.nothing(Optional.of("nothing is archived in " + directory
                                    + " yet: run millrace archive --once first"))));
        }
    }

    /** A progress bar for each step, one at a time. */
    static final class Steps implements Verification.Steps, AutoCloseable {
        private final CliContext context;
        private ProgressDisplay current;
        private long records;

        Steps(CliContext context) {
            this.context = context;
        }

        @Override
        public LongConsumer begin(String step) {
            close();
            // The first step counts the records, so that the others can tell the time left.
            current = records == 0
                    ? ProgressDisplay.unbounded(context, step, "records")
                    : ProgressDisplay.bounded(context, step, records, "records");
            ProgressDisplay bar = current;
            return done -> {
                records = Math.max(records, done);
                bar.update(done);
            };
        }

        @Override
        public void close() {
            if (current != null) {
                current.close();
                current = null;
            }
        }
    }
}
