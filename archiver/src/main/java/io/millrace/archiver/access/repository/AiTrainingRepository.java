package io.millrace.archiver.access.repository;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.connection.Sql;
import io.millrace.archiver.access.connection.Transactions;
import io.millrace.archiver.access.row.Page;
import io.millrace.archiver.access.row.PageRequest;
import io.millrace.archiver.access.row.TrainingSample;
import io.millrace.archiver.access.row.TrainingStatistics;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What models can learn from: a sample per signal, and what came of it. Any thread. */
public final class AiTrainingRepository extends BaseRepository<TrainingSample, UUID> {
    private static final String COLUMNS =
            "id, trade_id, symbol, action, indicators, outcome, profit_loss, market_conditions, signal_data, created_at, outcome_at";
    private static final String ANY_ID = "00000000-0000-0000-0000-000000000000";
    private static final String BEHIND =
            " (created_at, id) < (:afterTime, :afterId::uuid) ORDER BY created_at DESC, id DESC LIMIT :limit";

    private static final Sql INSERT = Sql.insert("""
            INSERT INTO ai_training_data (id, trade_id, symbol, action, indicators, outcome, profit_loss, market_conditions,
                signal_data, outcome_at)
            VALUES (:id, :tradeId, :symbol, :action, :indicators, :outcome, :profitLoss, :marketConditions, :signalData,
                :outcomeAt)
            RETURNING\s""" + COLUMNS);
    private static final Sql BY_ID = Sql.select("SELECT " + COLUMNS + " FROM ai_training_data WHERE id = :id");
    private static final Sql LIST = Sql.select("SELECT " + COLUMNS + " FROM ai_training_data WHERE" + BEHIND);
    private static final Sql UPDATE = Sql.update("""
            UPDATE ai_training_data SET indicators = :indicators, outcome = :outcome, profit_loss = :profitLoss,
                market_conditions = :marketConditions, signal_data = :signalData, outcome_at = :outcomeAt
            WHERE id = :id
            RETURNING\s""" + COLUMNS);
    private static final Sql DELETE = Sql.delete("DELETE FROM ai_training_data WHERE id = :id");
    private static final Sql BY_OUTCOME =
            Sql.select("SELECT " + COLUMNS + " FROM ai_training_data WHERE outcome = :outcome AND" + BEHIND);
    private static final Sql SET_OUTCOME = Sql.update("""
            UPDATE ai_training_data SET outcome = :outcome, profit_loss = :profitLoss, outcome_at = :outcomeAt
            WHERE trade_id = :tradeId
            RETURNING\s""" + COLUMNS);
    private static final Sql STATISTICS = Sql.select("""
            SELECT count(*) AS total_samples, count(outcome_at) AS with_outcome, count(*) FILTER (WHERE outcome = 'WIN') AS wins,
                count(*) FILTER (WHERE outcome = 'LOSS') AS losses, min(created_at) AS oldest, max(created_at) AS newest
            FROM ai_training_data
            WHERE created_at >= now() - make_interval(days => :days)
            """);

    private static final Set<String> ACTIONS = Set.of("BUY", "SELL", "HOLD");
    private static final Set<String> OUTCOMES = Set.of("BUY", "SELL", "HOLD", "WIN", "LOSS", "BREAKEVEN", "EXPIRED");
    private static final int NAME_LENGTH = 100;
    private static final int MOST_DAYS = 36_500;

    public AiTrainingRepository(Transactions transactions) {
        super(transactions, new Crud(INSERT, BY_ID, LIST, UPDATE, DELETE, ANY_ID), TrainingSample.class);
    }

    /** Stores a sample. */
    public TrainingSample addTrainingSample(TrainingSample sample) {
        return create(sample);
    }

    /**
     * Stores a sample of a signal whose outcome is still open.
     *
     * @param tradeId the signal; once only
     * @param indicators values at the signal, an object
     * @param action BUY, SELL or HOLD
     * @param signalData what else is known of it, an object
     */
    public TrainingSample saveAiTrainingData(
            String tradeId, String symbol, Json indicators, String action, Json signalData) {
        return create(new TrainingSample(
                UUID.randomUUID(),
                tradeId,
                symbol,
                action,
                indicators,
                null,
                null,
                Json.EMPTY_OBJECT,
                signalData,
                null,
                null));
    }

    /** Says what came of a signal; empty where there is no sample of it. */
    public Optional<TrainingSample> recordOutcome(
            String tradeId, String outcome, BigDecimal profitLoss, Instant outcomeAt) {
        checks("recordOutcome")
                .text("tradeId", tradeId, NAME_LENGTH)
                .oneOf("outcome", outcome, OUTCOMES)
                .required("outcomeAt", outcomeAt);
        return call("recordOutcome", SET_OUTCOME)
                .bind("tradeId", tradeId)
                .bind("outcome", outcome)
                .bind("profitLoss", profitLoss)
                .bind("outcomeAt", outcomeAt)
                .find(TrainingSample.class);
    }

    /** Samples with one outcome, newest first. */
    public Page<TrainingSample> listByOutcome(String outcome, PageRequest page) {
        checks("listByOutcome").text("outcome", outcome, NAME_LENGTH);
        return page(
                "listByOutcome",
                call("listByOutcome", BY_OUTCOME).bind("outcome", outcome),
                page,
                ANY_ID,
                TrainingSample.class);
    }

    /** How much the last days have given to learn from. */
    public TrainingStatistics statistics(int days) {
        checks("statistics").whole("days", days, 1, MOST_DAYS);
        return call("statistics", STATISTICS).bind("days", days).one(TrainingStatistics.class);
    }

    @Override
    void check(Checks checks, TrainingSample sample) {
        checks.required("sample", sample)
                .required("id", sample.id())
                .optionalText("tradeId", sample.tradeId(), NAME_LENGTH)
                .optionalText("symbol", sample.symbol(), NAME_LENGTH)
                .required("indicators", sample.indicators())
                .required("marketConditions", sample.marketConditions())
                .required("signalData", sample.signalData());
        if (sample.action() != null) {
            checks.oneOf("action", sample.action(), ACTIONS);
        }
        if (sample.outcome() != null) {
            checks.oneOf("outcome", sample.outcome(), OUTCOMES);
        }
    }
}
