package io.millrace.archiver.access.operation;

import java.time.Instant;

/**
 * One operation that is over. Immutable. Holds no bound value: neither a secret nor anything else of a row.
 *
 * @param timestamp when it began, wall clock
 * @param operation component, name and type
 * @param durationNs how long it took, waiting for a connection included
 * @param rows rows read, or rows changed; 0 where it failed
 * @param error the words of the failure; null where it succeeded
 * @param transaction number of the transaction within this process; 0 where the statement stood alone
 * @param thread name of the calling thread
 * @param sql the statement with its placeholders; empty where there is none
 */
public record OperationEvent(
        Instant timestamp,
        Operation operation,
        long durationNs,
        long rows,
        String error,
        long transaction,
        String thread,
        String sql) {

    public boolean failed() {
        return error != null;
    }
}
