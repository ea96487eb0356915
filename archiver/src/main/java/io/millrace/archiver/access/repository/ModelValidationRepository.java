package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.ModelValidation;
import java.util.List;
import java.util.UUID;

/** Validations of models. Any thread. */
public final class ModelValidationRepository extends BaseRepository<ModelValidation, UUID> {
    private static final String COLUMNS =
            "id, model_type, model_version, signal_type, period, period_start, period_end, sample_count, accuracy, precision_score,"
                    + " recall_score, f1_score, metrics, created_at";
    private static final String ANY_ID = "00000000-0000-0000-0000-000000000000";

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO ml_validation_runs (id, model_type, model_version, signal_type, period, period_start, period_end, sample_count,
                accuracy, precision_score, recall_score, metrics)
            VALUES (:id, :modelType, :modelVersion, :signalType, :period, :periodStart, :periodEnd, :sampleCount, :accuracy,
                :precisionScore, :recallScore, :metrics)
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM ml_validation_runs WHERE id = :id");
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS
            + " FROM ml_validation_runs WHERE (created_at, id) < (:afterTime, :afterId::uuid)"
            + " ORDER BY created_at DESC, id DESC LIMIT :limit");
    private static final Sql UPDATE = Sql.update("""
            UPDATE ml_validation_runs SET model_version = :modelVersion, sample_count = :sampleCount, accuracy = :accuracy,
                precision_score = :precisionScore, recall_score = :recallScore, metrics = :metrics
            WHERE id = :id
            RETURNING\s""" + COLUMNS);
    private static final Sql DELETE = Sql.delete("DELETE FROM ml_validation_runs WHERE id = :id");
    private static final Sql PERFORMANCE = Sql.select("SELECT " + COLUMNS
            + " FROM model_performance WHERE model_type = :modelType ORDER BY signal_type, period LIMIT 1000");

    private static final int NAME_LENGTH = 100;
    private static final int PERIOD_LENGTH = 50;

    public ModelValidationRepository(Transactions transactions) {
        super(transactions, new Crud(INSERT, BY_ID, LIST, UPDATE, DELETE, ANY_ID), ModelValidation.class);
    }

    /** The newest validation of a model for each kind of signal and period. */
    public List<ModelValidation> performance(String modelType) {
        checks("performance").text("modelType", modelType, NAME_LENGTH);
        return call("performance", PERFORMANCE).bind("modelType", modelType).list(ModelValidation.class);
    }

    @Override
    void check(Checks checks, ModelValidation run) {
        checks.required("run", run)
                .required("id", run.id())
                .text("modelType", run.modelType(), NAME_LENGTH)
                .optionalText("modelVersion", run.modelVersion(), NAME_LENGTH)
                .text("signalType", run.signalType(), NAME_LENGTH)
                .text("period", run.period(), PERIOD_LENGTH)
                .whole("sampleCount", run.sampleCount(), 0, Long.MAX_VALUE)
                .range("accuracy", run.accuracy(), 0, 1)
                .range("precisionScore", run.precisionScore(), 0, 1)
                .range("recallScore", run.recallScore(), 0, 1)
                .required("metrics", run.metrics());
    }
}
