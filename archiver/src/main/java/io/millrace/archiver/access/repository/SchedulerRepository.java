package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.SchedulerExecution;
import java.util.Optional;
import java.util.UUID;

/** Runs of scheduled jobs. Any thread. */
public final class SchedulerRepository extends Repository {
    private static final String COLUMNS =
            "id, job_id, background_job_id, platform, execution_time, duration_ms, success, error_details";
    private static final String BEHIND =
            " (execution_time, id) < (:afterTime, :afterId::bigint) ORDER BY execution_time DESC, id DESC LIMIT :limit";
    private static final String ANY_ID = "0";

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO scheduler_executions (job_id, background_job_id, platform, duration_ms, success, error_details)
            VALUES (:jobId, :backgroundJobId::uuid, :platform, :durationMs, :success, :errorDetails)
            RETURNING\s""" + COLUMNS);
    private static final Sql RECENT = Sql.select("SELECT " + COLUMNS + " FROM scheduler_executions WHERE" + BEHIND);
    private static final Sql BY_JOB =
            Sql.select("SELECT " + COLUMNS + " FROM scheduler_executions WHERE job_id = :jobId AND" + BEHIND);
    private static final Sql LATEST = Sql.select("SELECT " + COLUMNS
            + " FROM scheduler_executions WHERE job_id = :jobId ORDER BY execution_time DESC, id DESC LIMIT 1");

    private static final int JOB_LENGTH = 200;
    private static final int PLATFORM_LENGTH = 100;
    private static final int TEXT_LENGTH = 100_000;

    public SchedulerRepository(Transactions transactions) {
        super(transactions);
    }

    /**
     * Stores a run that is over.
     *
     * @param backgroundJobId the background job that it was, or null
     * @param durationMs how long it took, ms, or null
     * @param errorDetails why it failed; null where it did not
     */
    public SchedulerExecution recordExecution(
            String jobId,
            UUID backgroundJobId,
            String platform,
            Long durationMs,
            boolean success,
            String errorDetails) {
        checks("recordExecution")
                .text("jobId", jobId, JOB_LENGTH)
                .text("platform", platform, PLATFORM_LENGTH)
                .whole("durationMs", durationMs, 0, Long.MAX_VALUE)
                .optionalText("errorDetails", errorDetails, TEXT_LENGTH)
                .rule("errorDetails", success || errorDetails != null, "missing although it failed");
        return call("recordExecution", INSERT)
                .bind("jobId", jobId)
                .bind("backgroundJobId", backgroundJobId)
                .bind("platform", platform)
                .bind("durationMs", durationMs)
                .bind("success", success)
                .bind("errorDetails", errorDetails)
                .one(SchedulerExecution.class);
    }

    /** All runs, newest first. */
    public Page<SchedulerExecution> recent(PageRequest page) {
        return page("recent", call("recent", RECENT), page, ANY_ID, SchedulerExecution.class);
    }

    /** Runs of one job, newest first. */
    public Page<SchedulerExecution> listByJob(String jobId, PageRequest page) {
        checks("listByJob").text("jobId", jobId, JOB_LENGTH);
        return page(
                "listByJob", call("listByJob", BY_JOB).bind("jobId", jobId), page, ANY_ID, SchedulerExecution.class);
    }

    /** The newest run of a job. */
    public Optional<SchedulerExecution> findLatest(String jobId) {
        checks("findLatest").text("jobId", jobId, JOB_LENGTH);
        return call("findLatest", LATEST).bind("jobId", jobId).find(SchedulerExecution.class);
    }
}
