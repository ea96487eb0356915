package io.millrace.tools.cli;

import io.millrace.archiver.ArchiverLockedException;
import io.millrace.archiver.DatabaseUnavailableException;
import io.millrace.engine.aeron.AeronUnavailableException;
import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.recovery.EngineLockedException;
import io.millrace.engine.recovery.StateUnrecoverableException;
import io.millrace.journal.JournalConfigurationException;
import io.millrace.journal.JournalDamagedException;
import io.millrace.journal.JournalMissingException;
import io.millrace.tools.database.EmbeddedDatabaseException;
import io.millrace.tools.database.backup.BackupDamagedException;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The one place where a failure becomes an exit code and one line on stderr; with {@code --json} also one object
 * {@code {"error": ..., "exitCode": n}} on stdout, so that a reader of stdout always finds an object. Main thread.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final CliContext context;

    Failures(CliContext context) {
        this.context = context;
    }

    static int exitCode(Throwable failure) {
        if (failure instanceof UserError error) {
            return error.exitCode();
        }
        if (failure instanceof EmbeddedDatabaseException
                || failure instanceof DatabaseUnavailableException
                || failure instanceof AeronUnavailableException) {
            return ExitCodes.SERVICE_MISSING;
        }
        if (failure instanceof JournalDamagedException
                || failure instanceof StateUnrecoverableException
                || failure instanceof BackupDamagedException) {
            return ExitCodes.DAMAGED;
        }
        if (failure instanceof EngineLockedException || failure instanceof ArchiverLockedException) {
            return ExitCodes.LOCKED;
        }
        if (failure instanceof ParameterException
                || failure instanceof ConfigurationError
                || failure instanceof JournalConfigurationException
                || failure instanceof JournalMissingException
                || failure instanceof NoSuchFileException
                || failure instanceof FileNotFoundException) {
            return ExitCodes.USAGE;
        }
        return ExitCodes.FAILED;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        boolean debug = System.getenv("MILLRACE_DEBUG") != null || has(command, "--debug");
        return report(failure, message(failure), debug, has(command, "--json"));
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        StringBuilder message = new StringBuilder(oneLine(failure.getMessage()));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            message = new StringBuilder(
                    "unknown " + (first.startsWith("-") ? "option " : "command or argument ") + first);
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                message.append(" (did you mean ")
                        .append(String.join(" or ", near))
                        .append("?)");
            }
        }
        message.append("; see: ")
                .append(command.getCommandSpec().qualifiedName())
                .append(" --help");
        return report(failure, message.toString(), false, List.of(arguments).contains("--json"));
    }

    private int report(Throwable failure, String message, boolean debug, boolean json) {
        int exitCode = exitCode(failure);
        PrintWriter err = context.err();
        err.println("millrace: " + message);
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("error", message);
            object.put("exitCode", exitCode);
            context.out().println(new Json().write(object));
            context.out().flush();
        }
        return exitCode;
    }

    private static boolean has(CommandLine command, String option) {
        ParseResult result = command.getParseResult();
        return result != null && result.matchedOption(option) != null;
    }

    static String message(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof NoSuchFileException) {
            return "no such file: " + message;
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission: " + message;
        }
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName() + "; run again with --debug for the stack trace";
        }
        boolean ours =
                failure.getClass().getName().startsWith("io.millrace.") || failure instanceof CancellationException;
        return ours ? oneLine(message) : failure.getClass().getSimpleName() + ": " + oneLine(message);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
