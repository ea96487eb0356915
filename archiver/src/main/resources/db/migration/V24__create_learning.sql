-- What comes out of backtests and of the training and validation of models. The services write it.

CREATE TABLE ml_validation_runs (
    id                uuid        NOT NULL DEFAULT gen_random_uuid(),
    model_type        text        NOT NULL,
    model_version     text,
    signal_type       text        NOT NULL,
    period            text        NOT NULL,
    period_start      timestamptz,
    period_end        timestamptz,
    sample_count      bigint,
    accuracy          fraction    NOT NULL,
    precision_score   fraction,
    recall_score      fraction,
    f1_score          double precision GENERATED ALWAYS AS (
        2 * precision_score::double precision * recall_score::double precision
        / nullif(precision_score::double precision + recall_score::double precision, 0)) STORED,
    metrics           jsonb       NOT NULL DEFAULT '{}',
    background_job_id uuid,
    created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT ml_validation_runs_pkey PRIMARY KEY (id),
    CONSTRAINT ml_validation_runs_background_job_fkey FOREIGN KEY (background_job_id)
        REFERENCES background_jobs (job_id) ON DELETE SET NULL,
    CONSTRAINT ml_validation_runs_names CHECK (
        length(model_type) BETWEEN 1 AND 100 AND length(signal_type) BETWEEN 1 AND 100 AND length(period) BETWEEN 1 AND 50),
    CONSTRAINT ml_validation_runs_period_order CHECK (period_start < period_end),
    CONSTRAINT ml_validation_runs_sample_count_range CHECK (sample_count >= 0),
    CONSTRAINT ml_validation_runs_f1_score_range CHECK (f1_score BETWEEN 0 AND 1.000001),
    CONSTRAINT ml_validation_runs_metrics_object CHECK (jsonb_typeof(metrics) = 'object')
);

CREATE INDEX ml_validation_runs_latest ON ml_validation_runs (model_type, signal_type, period, created_at DESC);
CREATE INDEX ml_validation_runs_background_job ON ml_validation_runs (background_job_id) WHERE background_job_id IS NOT NULL;

COMMENT ON TABLE ml_validation_runs IS 'Validations of models, one row each. Source: the services.';
COMMENT ON COLUMN ml_validation_runs.id IS 'Id of the run.';
COMMENT ON COLUMN ml_validation_runs.model_type IS 'Kind of model, such as random_forest.';
COMMENT ON COLUMN ml_validation_runs.model_version IS 'Version of the model; NULL where it has none.';
COMMENT ON COLUMN ml_validation_runs.signal_type IS 'Kind of signal that it was validated on, such as BUY.';
COMMENT ON COLUMN ml_validation_runs.period IS 'Name of the period that it was validated on, such as 2024-Q4.';
COMMENT ON COLUMN ml_validation_runs.period_start IS 'Start of that period; NULL where its name says it.';
COMMENT ON COLUMN ml_validation_runs.period_end IS 'End of that period, exclusive.';
COMMENT ON COLUMN ml_validation_runs.sample_count IS 'Samples in it.';
COMMENT ON COLUMN ml_validation_runs.accuracy IS 'Share of the answers that were right, 0 to 1.';
COMMENT ON COLUMN ml_validation_runs.precision_score IS 'Share of the positive answers that were right, 0 to 1.';
COMMENT ON COLUMN ml_validation_runs.recall_score IS 'Share of the positive cases that were found, 0 to 1.';
COMMENT ON COLUMN ml_validation_runs.f1_score IS 'Harmonic mean of precision and recall, 0 to 1; computed by the database, NULL where both are 0.';
COMMENT ON COLUMN ml_validation_runs.metrics IS 'Confusion matrix and whatever else, an object.';
COMMENT ON COLUMN ml_validation_runs.background_job_id IS 'Job that ran it; NULL where there was none or that was cleaned away.';
COMMENT ON COLUMN ml_validation_runs.created_at IS 'When it was recorded, by the clock of the database.';

CREATE VIEW model_performance WITH (security_invoker = true) AS
SELECT DISTINCT ON (model_type, signal_type, period)
       id, model_type, model_version, signal_type, period, period_start, period_end, sample_count, accuracy, precision_score,
       recall_score, f1_score, metrics, created_at
FROM ml_validation_runs
ORDER BY model_type, signal_type, period, created_at DESC, id;

COMMENT ON VIEW model_performance IS 'The newest validation of each model, signal type and period.';

CREATE TABLE ai_training_data (
    id                uuid        NOT NULL DEFAULT gen_random_uuid(),
    trade_id          text,
    symbol            text,
    action            text,
    indicators        jsonb       NOT NULL,
    outcome           text,
    profit_loss       finite_number,
    market_conditions jsonb       NOT NULL DEFAULT '{}',
    signal_data       jsonb       NOT NULL DEFAULT '{}',
    created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    outcome_at        timestamptz,
    CONSTRAINT ai_training_data_pkey PRIMARY KEY (id),
    CONSTRAINT ai_training_data_trade_once UNIQUE (trade_id),
    CONSTRAINT ai_training_data_trade_id_form CHECK (trade_id ~ '^.+_[0-9]{8}_[0-9]{6}_[0-9a-f]{8}$'),
    CONSTRAINT ai_training_data_action_known CHECK (action IN ('BUY', 'SELL', 'HOLD')),
    CONSTRAINT ai_training_data_outcome_known CHECK (
        outcome IN ('BUY', 'SELL', 'HOLD', 'WIN', 'LOSS', 'BREAKEVEN', 'EXPIRED')),
    CONSTRAINT ai_training_data_objects CHECK (
        jsonb_typeof(indicators) = 'object' AND jsonb_typeof(market_conditions) = 'object' AND jsonb_typeof(signal_data) = 'object')
);

CREATE INDEX ai_training_data_created ON ai_training_data (created_at DESC);
CREATE INDEX ai_training_data_outcome ON ai_training_data (outcome, created_at DESC) WHERE outcome IS NOT NULL;
CREATE INDEX ai_training_data_indicators ON ai_training_data USING gin (indicators jsonb_path_ops);

COMMENT ON TABLE ai_training_data IS 'Samples to learn from, one per signal: what was known, what was decided, what came of it. No foreign key to trading_signals, whose rows the archiver writes and retention may take off. Source: the services.';
COMMENT ON COLUMN ai_training_data.id IS 'Id of the sample.';
COMMENT ON COLUMN ai_training_data.trade_id IS 'Signal that it belongs to, as in trading_signals; NULL for a sample without one.';
COMMENT ON COLUMN ai_training_data.symbol IS 'Symbol of the instrument; NULL where unknown.';
COMMENT ON COLUMN ai_training_data.action IS 'What was decided: BUY, SELL or HOLD.';
COMMENT ON COLUMN ai_training_data.indicators IS 'Indicator values at that time by name, an object.';
COMMENT ON COLUMN ai_training_data.outcome IS 'WIN, LOSS, BREAKEVEN or EXPIRED, or what would have been right: BUY, SELL or HOLD; NULL while it is not known.';
COMMENT ON COLUMN ai_training_data.profit_loss IS 'Profit, or loss below zero, in the quote currency; NULL while it is not known.';
COMMENT ON COLUMN ai_training_data.market_conditions IS 'State of the market at that time, an object.';
COMMENT ON COLUMN ai_training_data.signal_data IS 'The signal as it was given out, an object.';
COMMENT ON COLUMN ai_training_data.created_at IS 'When it was recorded, by the clock of the database.';
COMMENT ON COLUMN ai_training_data.outcome_at IS 'When the outcome became known; NULL before.';

CREATE VIEW indicator_combinations WITH (security_invoker = true) AS
SELECT c.indicators,
       d.action,
       count(*) AS sample_count,
       count(*) FILTER (WHERE d.outcome = 'WIN') AS win_count,
       count(*) FILTER (WHERE d.outcome = 'LOSS') AS loss_count,
       trunc(100.0 * count(*) FILTER (WHERE d.outcome = 'WIN')
             / nullif(count(*) FILTER (WHERE d.outcome IN ('WIN', 'LOSS')), 0), 2) AS win_rate,
       avg(d.profit_loss::numeric) AS average_profit_loss
FROM ai_training_data d
CROSS JOIN LATERAL (
    SELECT array_agg(CASE WHEN jsonb_typeof(i.value) IN ('string', 'boolean') THEN i.key || '=' || (i.value #>> '{}') ELSE i.key END
                     ORDER BY i.key) AS indicators
    FROM jsonb_each(d.indicators) i) c
WHERE d.outcome IN ('WIN', 'LOSS', 'BREAKEVEN', 'EXPIRED')
GROUP BY c.indicators, d.action;

COMMENT ON VIEW indicator_combinations IS 'What came of the samples with the same indicators: which combinations succeed. Source: ai_training_data with a known outcome.';
COMMENT ON COLUMN indicator_combinations.indicators IS 'Names of the indicators in order; name=value where the value is a word, such as macd=bullish.';
COMMENT ON COLUMN indicator_combinations.action IS 'What was decided: BUY, SELL or HOLD; NULL where that is not known.';
COMMENT ON COLUMN indicator_combinations.sample_count IS 'Samples with a known outcome.';
COMMENT ON COLUMN indicator_combinations.win_count IS 'Of them wins.';
COMMENT ON COLUMN indicator_combinations.loss_count IS 'Of them losses.';
COMMENT ON COLUMN indicator_combinations.win_rate IS 'Wins by wins and losses, %, two decimals, truncated; NULL where there are neither.';
COMMENT ON COLUMN indicator_combinations.average_profit_loss IS 'Average profit, or loss below zero, in the quote currency; NULL where none is known.';

CREATE TABLE backtest_results (
    id                uuid        NOT NULL DEFAULT gen_random_uuid(),
    background_job_id uuid,
    config            jsonb       NOT NULL,
    metrics           jsonb       NOT NULL,
    trades            jsonb       NOT NULL DEFAULT '[]',
    equity_curve      jsonb       NOT NULL DEFAULT '[]',
    created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT backtest_results_pkey PRIMARY KEY (id),
    CONSTRAINT backtest_results_background_job_fkey FOREIGN KEY (background_job_id)
        REFERENCES background_jobs (job_id) ON DELETE SET NULL,
    CONSTRAINT backtest_results_shapes CHECK (
        jsonb_typeof(config) = 'object' AND jsonb_typeof(metrics) = 'object'
        AND jsonb_typeof(trades) = 'array' AND jsonb_typeof(equity_curve) = 'array')
);

CREATE INDEX backtest_results_background_job ON backtest_results (background_job_id) WHERE background_job_id IS NOT NULL;

COMMENT ON TABLE backtest_results IS 'Results of backtests, one row each; result_data of the job points to it. Source: the services.';
COMMENT ON COLUMN backtest_results.id IS 'Id of the result.';
COMMENT ON COLUMN backtest_results.background_job_id IS 'Job that ran it; NULL where there was none or that was cleaned away.';
COMMENT ON COLUMN backtest_results.config IS 'What was tested: strategy, symbols, dates, capital; an object.';
COMMENT ON COLUMN backtest_results.metrics IS 'Return, drawdown, win rate and others by name, an object.';
COMMENT ON COLUMN backtest_results.trades IS 'The trades in order, an array of objects.';
COMMENT ON COLUMN backtest_results.equity_curve IS 'Equity over time, an array of points.';
COMMENT ON COLUMN backtest_results.created_at IS 'When it was recorded, by the clock of the database.';
