package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.BackgroundJob;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Background jobs: pending, running, and then completed, failed or cancelled for good. Any thread. The database keeps the order
 * of states, sets the times and writes the audit entries.
 */
public final class JobRepository extends Repository {
    private static final String COLUMNS =
            "job_id, job_type, status, progress_percent, parameters, result_data, error_message, created_by, created_at,"
                    + " started_at, finished_at, updated_at";
    private static final String ANY_ID = "00000000-0000-0000-0000-000000000000";
    private static final String BEHIND =
            " (created_at, job_id) < (:afterTime, :afterId::uuid) ORDER BY created_at DESC, job_id DESC LIMIT :limit";

    private static final Sql CREATE = Sql.insert("""
            INSERT INTO background_jobs (job_type, parameters, created_by) VALUES (:jobType, :parameters, :createdBy)
            RETURNING\s""" + COLUMNS);
    private static final Sql UPDATE = Sql.update("""
            UPDATE background_jobs
            SET status = :status, progress_percent = :progressPercent, result_data = coalesce(:resultData::jsonb, result_data),
                error_message = :errorMessage
            WHERE job_id = :jobId
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM background_jobs WHERE job_id = :jobId");
    private static final Sql BY_STATUS =
            Sql.select("SELECT " + COLUMNS + " FROM background_jobs WHERE status = :status AND" + BEHIND);
    private static final Sql RECENT = Sql.select("SELECT " + COLUMNS + " FROM background_jobs WHERE" + BEHIND);
    private static final Sql CLEAN_UP = Sql.delete("""
            DELETE FROM background_jobs
            WHERE status IN ('completed', 'failed', 'cancelled') AND finished_at < now() - make_interval(days => :days)
            """);

    private static final Set<String> TYPES = Set.of("data_collection", "ml_validation", "backtest", "auto_login");
    private static final Set<String> STATES = Set.of("pending", "running", "completed", "failed", "cancelled");
    private static final int NAME_LENGTH = 200;
    private static final int TEXT_LENGTH = 100_000;
    private static final int MOST_DAYS = 36_500;

    public JobRepository(Transactions transactions) {
        super(transactions);
    }

    /** Begins a job without parameters. */
    public BackgroundJob createJob(String jobType) {
        return createJob(jobType, Json.EMPTY_OBJECT, null);
    }

    /**
     * Begins a job.
     *
     * @param parameters an object
     * @param createdBy who asked for it, or null
     */
    public BackgroundJob createJob(String jobType, Json parameters, String createdBy) {
        checks("createJob")
                .oneOf("jobType", jobType, TYPES)
                .required("parameters", parameters)
                .optionalText("createdBy", createdBy, NAME_LENGTH);
        return call("createJob", CREATE)
                .bind("jobType", jobType)
                .bind("parameters", parameters)
                .bind("createdBy", createdBy)
                .one(BackgroundJob.class);
    }

    /**
     * Moves a job on. A job that is over keeps its state: the database refuses another.
     *
     * @param progressPercent 0 to 100
     * @param resultData null for what is there
     * @param errorMessage why it failed; null unless it did
     * @return empty where there is no such job
     */
    public Optional<BackgroundJob> updateJobStatus(
            UUID jobId, String status, int progressPercent, Json resultData, String errorMessage) {
        checks("updateJobStatus")
                .required("jobId", jobId)
                .oneOf("status", status, STATES)
                .whole("progressPercent", progressPercent, 0, 100)
                .optionalText("errorMessage", errorMessage, TEXT_LENGTH)
                .rule(
                        "errorMessage",
                        status.equals("failed") == (errorMessage != null),
                        "stands beside a failed job and no other");
        return call("updateJobStatus", UPDATE)
                .bind("jobId", jobId)
                .bind("status", status)
                .bind("progressPercent", progressPercent)
                .bind("resultData", resultData)
                .bind("errorMessage", errorMessage)
                .find(BackgroundJob.class);
    }

    /** Moves a job on without result. */
    public Optional<BackgroundJob> updateProgress(UUID jobId, int progressPercent) {
        return updateJobStatus(jobId, "running", progressPercent, null, null);
    }

    public Optional<BackgroundJob> getJob(UUID jobId) {
        checks("getJob").required("jobId", jobId);
        return call("getJob", BY_ID).bind("jobId", jobId).find(BackgroundJob.class);
    }

    /** Jobs in one state, newest first. */
    public Page<BackgroundJob> getJobsByStatus(String status, PageRequest page) {
        checks("getJobsByStatus").text("status", status, NAME_LENGTH);
        return page(
                "getJobsByStatus",
                call("getJobsByStatus", BY_STATUS).bind("status", status),
                page,
                ANY_ID,
                BackgroundJob.class);
    }

    /** All jobs, newest first. */
    public Page<BackgroundJob> recent(PageRequest page) {
        return page("recent", call("recent", RECENT), page, ANY_ID, BackgroundJob.class);
    }

    /** Removes jobs that have been over for so many days; how many. */
    public int cleanupOldJobs(int days) {
        checks("cleanupOldJobs").whole("days", days, 0, MOST_DAYS);
        return call("cleanupOldJobs", CLEAN_UP).bind("days", days).execute();
    }
}
