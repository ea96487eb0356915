package io.millrace.archiver.access.row;

import java.time.Instant;
import java.util.UUID;

/**
 * A run of a scheduled job. Immutable.
 *
 * @param id given by the database
 * @param jobId name of the scheduled job
 * @param backgroundJobId the background job that it was; null where there is none
 * @param platform where it ran, or for which broker
 * @param executionTime when it began
 * @param durationMs how long it took, ms, or null
 * @param success whether it succeeded
 * @param errorDetails why not; null where it did
 */
public record SchedulerExecution(
        long id,
        String jobId,
        UUID backgroundJobId,
        String platform,
        Instant executionTime,
        Long durationMs,
        boolean success,
        String errorDetails)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return executionTime;
    }

    @Override
    public String keyId() {
        return Long.toString(id);
    }
}
