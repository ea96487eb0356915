package io.millrace.tools.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code millrace} command and its subcommands, wired in one place. Main thread. */
@Command(
        name = "millrace",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "In-memory signal engine with a journaled spine.",
        footer = {
            "",
            "Example:",
            "  millrace demo",
            "  millrace run --feed binance-trades:trades.csv.gz --symbol BTCUSDT",
            "",
            "Exit codes: 0 done; 1 failed, or a check did not hold; 2 usage or configuration;",
            "3 data damaged; 4 already running; 5 a needed service is not there."
        })
public final class Millrace implements Runnable {
    @Spec
    private CommandSpec spec;

    Millrace() {}

    /** The whole command line over the given streams. */
    static CommandLine commandLine(CliContext context) {
        CommandLine root = new CommandLine(new Millrace());
        root.addSubcommand(new CommandLine(new JournalCommand())
                .addSubcommand(new JournalStatCommand(context))
                .addSubcommand(new JournalDumpCommand(context)));
        root.addSubcommand(new CommandLine(new DbCommand())
                .addSubcommand(new DbMigrateCommand(context))
                .addSubcommand(new DbStatusCommand(context))
                .addSubcommand(new DbVerifySchemaCommand(context))
                .addSubcommand(new DbBackupCommand(context))
                .addSubcommand(new DbRestoreCommand(context))
                .addSubcommand(new DbExportCommand(context))
                .addSubcommand(new DbCleanupSessionsCommand(context))
                .addSubcommand(new DbCleanupJobsCommand(context))
                .addSubcommand(new DbArchiveAuditCommand(context))
                .addSubcommand(new DbAnalyzeLimitsCommand(context))
                .addSubcommand(new DbCacheReportCommand(context))
                .addSubcommand(new DbHealthReportCommand(context))
                .addSubcommand(new DbClosePartitionsCommand(context))
                .addSubcommand(new DbRetainTicksCommand(context))
                .addSubcommand(new DbReindexCommand(context))
                .addSubcommand(new DbDictionaryCommand(context)));
        root.addSubcommand(new CommandLine(new AuditCommand())
                .addSubcommand(new AuditVerifyCommand(context))
                .addSubcommand(new AuditAnchorCommand(context))
                .addSubcommand(new AuditListCommand(context)));
        root.addSubcommand(new RunCommand(context));
        root.addSubcommand(new ArchiveCommand(context));
        root.addSubcommand(new VerifyCommand(context));
        root.addSubcommand(new ReplayCommand(context));
        root.addSubcommand(new RecoverCommand(context));
        root.addSubcommand(new RetainCommand(context));
        root.addSubcommand(new StatCommand(context));
        root.addSubcommand(new SignalsCommand(context));
        root.addSubcommand(new DoctorCommand(context));
        root.addSubcommand(new DemoCommand(context));
        root.addSubcommand(new UpCommand(context));
        root.addSubcommand(new TortureCommand(context));
        Failures failures = new Failures(context);
        root.setOut(context.out());
        root.setErr(context.err());
        root.setExecutionExceptionHandler(failures);
        root.setParameterExceptionHandler(failures);
        root.setUsageHelpWidth(110);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return root;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    public static void main(String[] arguments) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        Shutdown shutdown = new Shutdown();
        shutdown.install();
        CliContext context = new CliContext(
                new PrintWriter(out, false, StandardCharsets.UTF_8),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                isTerminal(Path.of("/proc/self/fd/2")),
                shutdown);
        int exitCode = commandLine(context).execute(arguments);
        context.out().flush();
        context.err().flush();
        System.exit(exitCode);
    }

    /** Asked of the system, because the JDK's own answer is about stdin and stdout and changed with 22. */
    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
