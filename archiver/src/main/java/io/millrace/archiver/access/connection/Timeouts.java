package io.millrace.archiver.access.connection;

import java.time.Duration;

/**
 * How long what may take. Immutable; whole seconds.
 *
 * @param connect opening a connection, and the most that a first call waits when the database has just gone
 * @param socket silence of the server; longer than a statement
 * @param statement one statement, at the server
 * @param lock waiting for a lock, at the server
 * @param idleInTransaction an open transaction without a statement, at the server
 */
public record Timeouts(
        Duration connect, Duration socket, Duration statement, Duration lock, Duration idleInTransaction) {
    public static final Timeouts DEFAULTS = new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(45),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    public Timeouts {
        for (Duration each : new Duration[] {connect, socket, statement, lock, idleInTransaction}) {
            if (each.toSeconds() < 1) {
                throw new IllegalArgumentException("timeout " + each + "; give at least one second");
            }
        }
        if (socket.compareTo(statement) <= 0) {
            throw new IllegalArgumentException("socket timeout " + socket + " is not longer than that of a statement, "
                    + statement + "; a slow statement would look like a lost link");
        }
    }
}
