package io.millrace.archiver.access.error;

import io.millrace.archiver.access.operation.Operation;
import io.millrace.archiver.database.SqlErrors;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Makes one of the eight kinds of an error, by its SQLSTATE (PostgreSQL manual, appendix A) and, where there is none, by its
 * class. Any thread.
 *
 * <p>The library's own exception does not become the cause, because its text shows the bound values; the driver's does.
 */
public final class ErrorMapper {
    private static final Set<String> TYPE_STATES = Set.of("42804", "42846", "42P18", "07006");
    private static final Set<String> TABLE_STATES = Set.of("42P01", "3F000");

    /** The server repeats a value that it cannot read at the end of its message. */
    private static final Pattern REPEATED_VALUE = Pattern.compile("\".*\"");

    private ErrorMapper() {}

    /** The kind of a failure of a statement. */
    public static AccessException map(Throwable thrown, Operation operation, String sql) {
        return map(thrown, operation, sql, false);
    }

    /** The kind of a failure of a commit, whose outcome a lost link leaves unknown. */
    public static AccessException mapCommit(Throwable thrown, Operation operation) {
        return map(thrown, operation, "COMMIT", true);
    }

    /** True where the link or the server itself is in doubt, not only this statement. */
    public static boolean doubtsLink(AccessException error) {
        String state = error.context().sqlState();
        return error instanceof NetworkFailureException
                && (state.length() != 5
                        || state.startsWith("08")
                        || state.startsWith("57P")
                        || state.startsWith("28")
                        || state.startsWith("3D"));
    }

    private static AccessException map(Throwable thrown, Operation operation, String sql, boolean commit) {
        if (thrown instanceof AccessException known) {
            return known;
        }
        SQLException error = SqlErrors.find(thrown);
        if (error == null) {
            ErrorContext context = new ErrorContext(operation, sql, "", "", "", "");
            return new InvalidSqlException(
                    "the statement cannot be prepared: " + thrown.getClass().getSimpleName(), context, null);
        }
        if (error.getNextException() != null && !(error instanceof PSQLException)) {
            // A batch reports itself first and what the server said behind that.
            error = error.getNextException();
        }
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        ServerErrorMessage server = error instanceof PSQLException pg ? pg.getServerErrorMessage() : null;
        ErrorContext context = server == null
                ? new ErrorContext(operation, sql, state, "", "", "")
                : new ErrorContext(
                        operation,
                        sql,
                        state,
                        given(server.getConstraint()),
                        given(server.getTable()),
                        given(server.getColumn()));
        String message = words(server, error, state);
        if (state.length() != 5) {
            return new NetworkFailureException(message, context, error, commit);
        }
        return switch (state.substring(0, 2)) {
            case "08" -> new NetworkFailureException(message, context, error, commit);
            case "57" -> new NetworkFailureException(message, context, error, commit && state.startsWith("57P"));
            case "28", "3D", "58", "XX" -> new NetworkFailureException(message, context, error);
            case "53" ->
                state.equals("53300")
                        ? new PoolExhaustedException(message, context, error)
                        : new NetworkFailureException(message, context, error);
            case "25" ->
                state.equals("25006")
                        ? new NetworkFailureException(message, context, error)
                        : new InvalidSqlException(message, context, error);
            case "23" ->
                state.equals("23502")
                        ? new NullViolationException(message, context, error)
                        : new ConstraintViolationException(message, context, error);
            case "21", "44", "P0" -> new ConstraintViolationException(message, context, error);
            case "40" ->
                state.equals("40002")
                        ? new ConstraintViolationException(message, context, error)
                        : new DeadlockException(message, context, error);
            case "55" ->
                state.equals("55P03")
                        ? new DeadlockException(message, context, error)
                        : new InvalidSqlException(message, context, error);
            case "22" ->
                state.equals("22004")
                        ? new NullViolationException(message, context, error)
                        : new TypeMismatchException(message, context, error);
            default -> {
                if (TABLE_STATES.contains(state)) {
                    yield new MissingTableException(message, context, error);
                }
                yield TYPE_STATES.contains(state)
                        ? new TypeMismatchException(message, context, error)
                        : new InvalidSqlException(message, context, error);
            }
        };
    }

    /** The server's first line; its detail names values and stays out. */
    private static String words(ServerErrorMessage server, SQLException error, String state) {
        String text = server == null ? error.getMessage() : server.getMessage();
        if (text == null) {
            return error.getClass().getSimpleName();
        }
        String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
        return state.startsWith("22") ? REPEATED_VALUE.matcher(line).replaceAll("\"...\"") : line;
    }

    private static String given(String text) {
        return text == null ? "" : text;
    }
}
