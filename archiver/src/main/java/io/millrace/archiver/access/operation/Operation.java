package io.millrace.archiver.access.operation;

/**
 * Name of an operation, for logs and errors. Immutable.
 *
 * @param component who runs it, such as {@code JobRepository}
 * @param name the method, such as {@code createJob}
 * @param type what it does
 */
public record Operation(String component, String name, OperationType type) {
    @Override
    public String toString() {
        return component + "." + name;
    }
}
