package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.time.Instant;
import java.util.UUID;

/**
 * A job that runs beside the requests. Immutable.
 *
 * @param jobId its id
 * @param jobType data_collection, ml_validation, backtest or auto_login
 * @param status pending, running, completed, failed or cancelled
 * @param progressPercent 0 to 100
 * @param parameters what it was asked, an object
 * @param resultData what came out; null where there is none
 * @param errorMessage why it failed; null where it did not
 * @param createdBy who asked for it, or null
 * @param createdAt given by the database
 * @param startedAt null before it runs
 * @param finishedAt null before it ends
 * @param updatedAt last change
 */
public record BackgroundJob(
        UUID jobId,
        String jobType,
        String status,
        int progressPercent,
        Json parameters,
        Json resultData,
        String errorMessage,
        String createdBy,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        Instant updatedAt)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return createdAt;
    }

    @Override
    public String keyId() {
        return jobId.toString();
    }
}
