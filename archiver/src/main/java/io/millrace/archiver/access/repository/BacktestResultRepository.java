package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.BacktestResult;
import java.util.List;
import java.util.UUID;

/** Results of backtests. Any thread. */
public final class BacktestResultRepository extends BaseRepository<BacktestResult, UUID> {
    private static final String COLUMNS = "id, background_job_id, config, metrics, trades, equity_curve, created_at";
    private static final String ANY_ID = "00000000-0000-0000-0000-000000000000";

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO backtest_results (id, background_job_id, config, metrics, trades, equity_curve)
            VALUES (:id, :backgroundJobId, :config, :metrics, :trades, :equityCurve)
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM backtest_results WHERE id = :id");
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS
            + " FROM backtest_results WHERE (created_at, id) < (:afterTime, :afterId::uuid)"
            + " ORDER BY created_at DESC, id DESC LIMIT :limit");
    private static final Sql UPDATE = Sql.update("""
            UPDATE backtest_results SET background_job_id = :backgroundJobId, config = :config, metrics = :metrics, trades = :trades,
                equity_curve = :equityCurve
            WHERE id = :id
            RETURNING\s""" + COLUMNS);
    private static final Sql DELETE = Sql.delete("DELETE FROM backtest_results WHERE id = :id");
    private static final Sql BY_JOB = Sql.select("SELECT " + COLUMNS
            + " FROM backtest_results WHERE background_job_id = :jobId ORDER BY created_at DESC, id DESC LIMIT 1000");

    public BacktestResultRepository(Transactions transactions) {
        super(transactions, new Crud(INSERT, BY_ID, LIST, UPDATE, DELETE, ANY_ID), BacktestResult.class);
    }

    /** Results of one job, newest first; 1,000 at most. */
    public List<BacktestResult> listByJob(UUID jobId) {
        checks("listByJob").required("jobId", jobId);
        return call("listByJob", BY_JOB).bind("jobId", jobId).list(BacktestResult.class);
    }

    @Override
    void check(Checks checks, BacktestResult result) {
        checks.required("result", result)
                .required("id", result.id())
                .required("config", result.config())
                .required("metrics", result.metrics())
                .required("trades", result.trades())
                .required("equityCurve", result.equityCurve());
    }
}
