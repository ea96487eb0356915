-- What a user asks for and gets: profiles, analyses, and the parts of an analysis. The services write them.

CREATE DOMAIN finite_number AS numeric CHECK (VALUE NOT IN ('NaN', 'Infinity', '-Infinity'));
CREATE DOMAIN finite_double AS double precision CHECK (VALUE NOT IN ('NaN', 'Infinity', '-Infinity'));
CREATE DOMAIN fraction AS double precision CHECK (VALUE BETWEEN 0 AND 1);

COMMENT ON DOMAIN finite_number IS 'A decimal number: no NaN, no infinity.';
COMMENT ON DOMAIN finite_double IS 'A floating-point number: no NaN, no infinity.';
COMMENT ON DOMAIN fraction IS 'A share or a confidence, 0 to 1: no NaN.';

CREATE TABLE profiles (
    id             uuid        NOT NULL DEFAULT gen_random_uuid(),
    email          text,
    full_name      text,
    is_anonymous   boolean     NOT NULL DEFAULT true,
    preferences    jsonb       NOT NULL DEFAULT '{}',
    last_active_at timestamptz,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT profiles_pkey PRIMARY KEY (id),
    CONSTRAINT profiles_email_unique UNIQUE (email),
    CONSTRAINT profiles_email_form CHECK (email ~ '^[^@\s]+@[^@\s]+$' AND length(email) <= 320 AND email = lower(email)),
    CONSTRAINT profiles_known_has_email CHECK (is_anonymous OR email IS NOT NULL),
    CONSTRAINT profiles_preferences_object CHECK (jsonb_typeof(preferences) = 'object')
);

COMMENT ON TABLE profiles IS 'Users; those who never signed up are anonymous and have an id all the same. Source: the services.';
COMMENT ON COLUMN profiles.id IS 'Id of the user; of an anonymous one as well.';
COMMENT ON COLUMN profiles.email IS 'Address, lower case; NULL for an anonymous user.';
COMMENT ON COLUMN profiles.full_name IS 'Name to be shown; NULL where none was given.';
COMMENT ON COLUMN profiles.is_anonymous IS 'True until the user has signed up.';
COMMENT ON COLUMN profiles.preferences IS 'What the user has chosen, an object.';
COMMENT ON COLUMN profiles.last_active_at IS 'When the user last did something; NULL before.';
COMMENT ON COLUMN profiles.created_at IS 'When the row was made, by the clock of the database.';
COMMENT ON COLUMN profiles.updated_at IS 'When the row was changed last, by the clock of the database; set by a trigger.';

CREATE TABLE stock_analyses (
    id                   uuid        NOT NULL DEFAULT gen_random_uuid(),
    user_id              uuid        NOT NULL,
    symbol               text        NOT NULL,
    exchange             text        NOT NULL,
    period               text        NOT NULL,
    interval             text        NOT NULL,
    status               text        NOT NULL DEFAULT 'COMPLETED',
    analysis_type        text        NOT NULL DEFAULT 'AI',
    signal               text,
    confidence           fraction,
    risk_level           text,
    sector               text,
    current_price        finite_number,
    price_change_percent finite_double,
    data_from            timestamptz,
    data_to              timestamptz,
    summary              text,
    analysis_data        jsonb       NOT NULL DEFAULT '{}',
    error_message        text,
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT stock_analyses_pkey PRIMARY KEY (id),
    CONSTRAINT stock_analyses_user_fkey FOREIGN KEY (user_id) REFERENCES profiles (id) ON DELETE CASCADE,
    CONSTRAINT stock_analyses_symbol_form CHECK (symbol ~ '^[A-Z0-9][A-Z0-9.&_:/-]{0,31}$'),
    CONSTRAINT stock_analyses_exchange_form CHECK (exchange ~ '^[A-Z0-9_]{1,20}$'),
    CONSTRAINT stock_analyses_period_length CHECK (length(period) BETWEEN 1 AND 20),
    CONSTRAINT stock_analyses_interval_length CHECK (length(interval) BETWEEN 1 AND 20),
    CONSTRAINT stock_analyses_status_known CHECK (status IN ('PENDING', 'COMPLETED', 'FAILED')),
    CONSTRAINT stock_analyses_signal_known CHECK (signal IN ('STRONG_BUY', 'BUY', 'HOLD', 'SELL', 'STRONG_SELL')),
    CONSTRAINT stock_analyses_risk_level_known CHECK (risk_level IN ('LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH')),
    CONSTRAINT stock_analyses_price_positive CHECK (current_price > 0),
    CONSTRAINT stock_analyses_data_order CHECK (data_from <= data_to),
    CONSTRAINT stock_analyses_data_object CHECK (jsonb_typeof(analysis_data) = 'object'),
    CONSTRAINT stock_analyses_failed_says_why CHECK ((status = 'FAILED') = (error_message IS NOT NULL))
);

CREATE INDEX stock_analyses_user ON stock_analyses (user_id, created_at DESC, id);
CREATE INDEX stock_analyses_symbol ON stock_analyses (symbol, created_at DESC);
CREATE INDEX stock_analyses_sector ON stock_analyses (sector, created_at DESC) WHERE sector IS NOT NULL;

COMMENT ON TABLE stock_analyses IS 'Analyses, one row per request of a user. Source: the analysis service.';
COMMENT ON COLUMN stock_analyses.id IS 'Id of the analysis.';
COMMENT ON COLUMN stock_analyses.user_id IS 'User who asked for it; the analysis goes with the user.';
COMMENT ON COLUMN stock_analyses.symbol IS 'Symbol at the exchange, upper case.';
COMMENT ON COLUMN stock_analyses.exchange IS 'Exchange, upper case, such as NSE.';
COMMENT ON COLUMN stock_analyses.period IS 'Length of the data as asked for, such as 1y.';
COMMENT ON COLUMN stock_analyses.interval IS 'Bar interval of the data as asked for, such as 1d.';
COMMENT ON COLUMN stock_analyses.status IS 'PENDING, COMPLETED or FAILED.';
COMMENT ON COLUMN stock_analyses.analysis_type IS 'Kind of analysis, such as AI.';
COMMENT ON COLUMN stock_analyses.signal IS 'STRONG_BUY, BUY, HOLD, SELL or STRONG_SELL; NULL where there is none.';
COMMENT ON COLUMN stock_analyses.confidence IS 'Confidence of the signal, 0 to 1; NULL where there is none.';
COMMENT ON COLUMN stock_analyses.risk_level IS 'LOW, MEDIUM, HIGH or VERY_HIGH; NULL where it was not judged.';
COMMENT ON COLUMN stock_analyses.sector IS 'Sector of the company; NULL where unknown.';
COMMENT ON COLUMN stock_analyses.current_price IS 'Price at the time of the analysis, in the quote currency.';
COMMENT ON COLUMN stock_analyses.price_change_percent IS 'Change of the price over the period, %.';
COMMENT ON COLUMN stock_analyses.data_from IS 'Time of the first bar that was used.';
COMMENT ON COLUMN stock_analyses.data_to IS 'Time of the last bar that was used.';
COMMENT ON COLUMN stock_analyses.summary IS 'The result in words.';
COMMENT ON COLUMN stock_analyses.analysis_data IS 'The whole result as the service gave it, an object.';
COMMENT ON COLUMN stock_analyses.error_message IS 'Why it failed; NULL unless status is FAILED.';
COMMENT ON COLUMN stock_analyses.created_at IS 'When the row was made, by the clock of the database.';
COMMENT ON COLUMN stock_analyses.updated_at IS 'When the row was changed last, by the clock of the database; set by a trigger.';

CREATE TABLE technical_indicators (
    id              uuid          NOT NULL DEFAULT gen_random_uuid(),
    analysis_id     uuid          NOT NULL,
    indicator_name  text          NOT NULL,
    category        text,
    timeframe       text,
    indicator_value finite_double NOT NULL,
    signal          text,
    parameters      jsonb         NOT NULL DEFAULT '{}',
    created_at      timestamptz   NOT NULL DEFAULT now(),
    CONSTRAINT technical_indicators_pkey PRIMARY KEY (id),
    CONSTRAINT technical_indicators_analysis_fkey FOREIGN KEY (analysis_id) REFERENCES stock_analyses (id) ON DELETE CASCADE,
    CONSTRAINT technical_indicators_once UNIQUE NULLS NOT DISTINCT (analysis_id, indicator_name, timeframe, parameters),
    CONSTRAINT technical_indicators_name_length CHECK (length(indicator_name) BETWEEN 1 AND 100),
    CONSTRAINT technical_indicators_category_known CHECK (category IN ('TREND', 'MOMENTUM', 'VOLATILITY', 'VOLUME', 'OTHER')),
    CONSTRAINT technical_indicators_signal_known CHECK (signal IN ('BUY', 'SELL', 'NEUTRAL')),
    CONSTRAINT technical_indicators_parameters_object CHECK (jsonb_typeof(parameters) = 'object')
);

COMMENT ON TABLE technical_indicators IS 'Indicator values that an analysis used. Source: the analysis service; the engine''s own values are in computed_indicators.';
COMMENT ON COLUMN technical_indicators.id IS 'Id of the row.';
COMMENT ON COLUMN technical_indicators.analysis_id IS 'Analysis that it belongs to; goes with it.';
COMMENT ON COLUMN technical_indicators.indicator_name IS 'Name, such as RSI; of an indicator with several outputs with the output, such as MACD.signal.';
COMMENT ON COLUMN technical_indicators.category IS 'TREND, MOMENTUM, VOLATILITY, VOLUME or OTHER.';
COMMENT ON COLUMN technical_indicators.timeframe IS 'Bar interval, such as 1d; NULL for the one of the analysis.';
COMMENT ON COLUMN technical_indicators.indicator_value IS 'Value at the last bar, in the unit of the indicator.';
COMMENT ON COLUMN technical_indicators.signal IS 'BUY, SELL or NEUTRAL; NULL where it says nothing.';
COMMENT ON COLUMN technical_indicators.parameters IS 'Parameters such as {"period": 14}, an object.';
COMMENT ON COLUMN technical_indicators.created_at IS 'When the row was made, by the clock of the database.';

CREATE TABLE pattern_recognition (
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    analysis_id  uuid        NOT NULL,
    pattern_name text        NOT NULL,
    pattern_type text        NOT NULL,
    direction    text        NOT NULL,
    status       text        NOT NULL DEFAULT 'COMPLETED',
    confidence   fraction,
    timeframe    text,
    start_time   timestamptz,
    end_time     timestamptz,
    start_price  finite_number,
    end_price    finite_number,
    target_price finite_number,
    stop_price   finite_number,
    properties   jsonb       NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pattern_recognition_pkey PRIMARY KEY (id),
    CONSTRAINT pattern_recognition_analysis_fkey FOREIGN KEY (analysis_id) REFERENCES stock_analyses (id) ON DELETE CASCADE,
    CONSTRAINT pattern_recognition_name_length CHECK (length(pattern_name) BETWEEN 1 AND 100),
    CONSTRAINT pattern_recognition_type_known CHECK (pattern_type IN ('REVERSAL', 'CONTINUATION', 'CANDLESTICK', 'DIVERGENCE', 'OTHER')),
    CONSTRAINT pattern_recognition_direction_known CHECK (direction IN ('BULLISH', 'BEARISH', 'NEUTRAL')),
    CONSTRAINT pattern_recognition_status_known CHECK (status IN ('FORMING', 'COMPLETED', 'FAILED')),
    CONSTRAINT pattern_recognition_time_order CHECK (start_time <= end_time),
    CONSTRAINT pattern_recognition_prices_positive CHECK (
        (start_price > 0) IS NOT FALSE AND (end_price > 0) IS NOT FALSE
        AND (target_price > 0) IS NOT FALSE AND (stop_price > 0) IS NOT FALSE),
    CONSTRAINT pattern_recognition_properties_object CHECK (jsonb_typeof(properties) = 'object')
);

CREATE INDEX pattern_recognition_analysis ON pattern_recognition (analysis_id);

COMMENT ON TABLE pattern_recognition IS 'Chart patterns that an analysis found. Source: the analysis service.';
COMMENT ON COLUMN pattern_recognition.id IS 'Id of the row.';
COMMENT ON COLUMN pattern_recognition.analysis_id IS 'Analysis that it belongs to; goes with it.';
COMMENT ON COLUMN pattern_recognition.pattern_name IS 'Name, such as head_and_shoulders.';
COMMENT ON COLUMN pattern_recognition.pattern_type IS 'REVERSAL, CONTINUATION, CANDLESTICK, DIVERGENCE or OTHER.';
COMMENT ON COLUMN pattern_recognition.direction IS 'BULLISH, BEARISH or NEUTRAL.';
COMMENT ON COLUMN pattern_recognition.status IS 'FORMING, COMPLETED or FAILED.';
COMMENT ON COLUMN pattern_recognition.confidence IS 'Confidence of the recognition, 0 to 1.';
COMMENT ON COLUMN pattern_recognition.timeframe IS 'Bar interval, such as 1d; NULL for the one of the analysis.';
COMMENT ON COLUMN pattern_recognition.start_time IS 'First bar of the pattern.';
COMMENT ON COLUMN pattern_recognition.end_time IS 'Last bar of the pattern.';
COMMENT ON COLUMN pattern_recognition.start_price IS 'Price at its start, in the quote currency.';
COMMENT ON COLUMN pattern_recognition.end_price IS 'Price at its end, in the quote currency.';
COMMENT ON COLUMN pattern_recognition.target_price IS 'Price that it points to, in the quote currency.';
COMMENT ON COLUMN pattern_recognition.stop_price IS 'Price at which it has failed, in the quote currency.';
COMMENT ON COLUMN pattern_recognition.properties IS 'Points, slopes and whatever else describes it, an object.';
COMMENT ON COLUMN pattern_recognition.created_at IS 'When the row was made, by the clock of the database.';

CREATE TABLE trading_levels (
    id               uuid          NOT NULL DEFAULT gen_random_uuid(),
    analysis_id      uuid          NOT NULL,
    level_type       text          NOT NULL,
    price            finite_number NOT NULL,
    strength         fraction,
    touch_count      integer,
    timeframe        text,
    last_touched_at  timestamptz,
    description      text,
    created_at       timestamptz   NOT NULL DEFAULT now(),
    CONSTRAINT trading_levels_pkey PRIMARY KEY (id),
    CONSTRAINT trading_levels_analysis_fkey FOREIGN KEY (analysis_id) REFERENCES stock_analyses (id) ON DELETE CASCADE,
    CONSTRAINT trading_levels_type_known CHECK (level_type IN ('SUPPORT', 'RESISTANCE', 'PIVOT', 'ENTRY', 'STOP_LOSS', 'TARGET')),
    CONSTRAINT trading_levels_price_positive CHECK (price > 0),
    CONSTRAINT trading_levels_touch_count_range CHECK (touch_count >= 0)
);

CREATE INDEX trading_levels_analysis ON trading_levels (analysis_id, level_type, price);

COMMENT ON TABLE trading_levels IS 'Prices that matter: support, resistance, entries, stops, targets. Source: the analysis service.';
COMMENT ON COLUMN trading_levels.id IS 'Id of the row.';
COMMENT ON COLUMN trading_levels.analysis_id IS 'Analysis that it belongs to; goes with it.';
COMMENT ON COLUMN trading_levels.level_type IS 'SUPPORT, RESISTANCE, PIVOT, ENTRY, STOP_LOSS or TARGET.';
COMMENT ON COLUMN trading_levels.price IS 'The level, in the quote currency.';
COMMENT ON COLUMN trading_levels.strength IS 'How firm it is, 0 to 1.';
COMMENT ON COLUMN trading_levels.touch_count IS 'How often the price came to it.';
COMMENT ON COLUMN trading_levels.timeframe IS 'Bar interval, such as 1d; NULL for the one of the analysis.';
COMMENT ON COLUMN trading_levels.last_touched_at IS 'When the price last came to it.';
COMMENT ON COLUMN trading_levels.description IS 'Where it comes from, in words.';
COMMENT ON COLUMN trading_levels.created_at IS 'When the row was made, by the clock of the database.';

CREATE TABLE volume_analysis (
    id             uuid        NOT NULL DEFAULT gen_random_uuid(),
    analysis_id    uuid        NOT NULL,
    volume         finite_number,
    average_volume finite_number,
    volume_ratio   finite_double,
    volume_trend   text,
    vwap           finite_number,
    obv            finite_number,
    is_anomaly     boolean     NOT NULL DEFAULT false,
    details        jsonb       NOT NULL DEFAULT '{}',
    created_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT volume_analysis_pkey PRIMARY KEY (id),
    CONSTRAINT volume_analysis_analysis_fkey FOREIGN KEY (analysis_id) REFERENCES stock_analyses (id) ON DELETE CASCADE,
    CONSTRAINT volume_analysis_once UNIQUE (analysis_id),
    CONSTRAINT volume_analysis_volumes_range CHECK (
        (volume >= 0) IS NOT FALSE AND (average_volume >= 0) IS NOT FALSE AND (volume_ratio >= 0) IS NOT FALSE),
    CONSTRAINT volume_analysis_vwap_positive CHECK (vwap > 0),
    CONSTRAINT volume_analysis_trend_known CHECK (volume_trend IN ('INCREASING', 'DECREASING', 'STABLE')),
    CONSTRAINT volume_analysis_details_object CHECK (jsonb_typeof(details) = 'object')
);

COMMENT ON TABLE volume_analysis IS 'What an analysis says of the traded volume, at most one row each. Source: the analysis service.';
COMMENT ON COLUMN volume_analysis.id IS 'Id of the row.';
COMMENT ON COLUMN volume_analysis.analysis_id IS 'Analysis that it belongs to; goes with it.';
COMMENT ON COLUMN volume_analysis.volume IS 'Volume of the last bar, in units of the instrument.';
COMMENT ON COLUMN volume_analysis.average_volume IS 'Average volume of a bar, in units of the instrument.';
COMMENT ON COLUMN volume_analysis.volume_ratio IS 'Volume by average volume.';
COMMENT ON COLUMN volume_analysis.volume_trend IS 'INCREASING, DECREASING or STABLE.';
COMMENT ON COLUMN volume_analysis.vwap IS 'Volume-weighted average price, in the quote currency.';
COMMENT ON COLUMN volume_analysis.obv IS 'On-balance volume, in units of the instrument.';
COMMENT ON COLUMN volume_analysis.is_anomaly IS 'True where the volume is unusual.';
COMMENT ON COLUMN volume_analysis.details IS 'Profile, anomalies and whatever else, an object.';
COMMENT ON COLUMN volume_analysis.created_at IS 'When the row was made, by the clock of the database.';

CREATE TABLE risk_management (
    id                   uuid        NOT NULL DEFAULT gen_random_uuid(),
    analysis_id          uuid        NOT NULL,
    risk_level           text        NOT NULL,
    risk_score           fraction,
    entry_price          finite_number,
    stop_loss            finite_number,
    take_profit          finite_number,
    risk_reward          finite_double,
    position_size        finite_number,
    max_loss             finite_number,
    volatility           finite_double,
    value_at_risk        finite_double,
    max_drawdown         fraction,
    details              jsonb       NOT NULL DEFAULT '{}',
    created_at           timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT risk_management_pkey PRIMARY KEY (id),
    CONSTRAINT risk_management_analysis_fkey FOREIGN KEY (analysis_id) REFERENCES stock_analyses (id) ON DELETE CASCADE,
    CONSTRAINT risk_management_once UNIQUE (analysis_id),
    CONSTRAINT risk_management_level_known CHECK (risk_level IN ('LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH')),
    CONSTRAINT risk_management_prices_positive CHECK (
        (entry_price > 0) IS NOT FALSE AND (stop_loss > 0) IS NOT FALSE AND (take_profit > 0) IS NOT FALSE),
    CONSTRAINT risk_management_amounts_range CHECK (
        (risk_reward >= 0) IS NOT FALSE AND (position_size >= 0) IS NOT FALSE AND (max_loss >= 0) IS NOT FALSE
        AND (volatility >= 0) IS NOT FALSE AND (value_at_risk >= 0) IS NOT FALSE),
    CONSTRAINT risk_management_details_object CHECK (jsonb_typeof(details) = 'object')
);

COMMENT ON TABLE risk_management IS 'What an analysis says of the risk, at most one row each. Source: the analysis service.';
COMMENT ON COLUMN risk_management.id IS 'Id of the row.';
COMMENT ON COLUMN risk_management.analysis_id IS 'Analysis that it belongs to; goes with it.';
COMMENT ON COLUMN risk_management.risk_level IS 'LOW, MEDIUM, HIGH or VERY_HIGH.';
COMMENT ON COLUMN risk_management.risk_score IS 'The same as a number, 0 (none) to 1.';
COMMENT ON COLUMN risk_management.entry_price IS 'Price to enter at, in the quote currency.';
COMMENT ON COLUMN risk_management.stop_loss IS 'Price to leave at with a loss, in the quote currency.';
COMMENT ON COLUMN risk_management.take_profit IS 'Price to leave at with a profit, in the quote currency.';
COMMENT ON COLUMN risk_management.risk_reward IS 'Distance to the profit by the distance to the loss.';
COMMENT ON COLUMN risk_management.position_size IS 'Quantity to take, in units of the instrument.';
COMMENT ON COLUMN risk_management.max_loss IS 'Loss at the stop with that quantity, in the quote currency.';
COMMENT ON COLUMN risk_management.volatility IS 'Standard deviation of the returns of a year, 0.2 for 20 %.';
COMMENT ON COLUMN risk_management.value_at_risk IS 'Loss of a day that is exceeded on one day in twenty, 0.02 for 2 %.';
COMMENT ON COLUMN risk_management.max_drawdown IS 'Largest fall from a peak within the data, 0 to 1.';
COMMENT ON COLUMN risk_management.details IS 'Whatever else, an object.';
COMMENT ON COLUMN risk_management.created_at IS 'When the row was made, by the clock of the database.';

CREATE TABLE sector_benchmarking (
    id                uuid        NOT NULL DEFAULT gen_random_uuid(),
    analysis_id       uuid        NOT NULL,
    sector            text        NOT NULL,
    benchmark_symbol  text        NOT NULL,
    stock_return      finite_double,
    sector_return     finite_double,
    market_return     finite_double,
    excess_return     finite_double GENERATED ALWAYS AS (stock_return::double precision - sector_return::double precision) STORED,
    beta              finite_double,
    correlation       finite_double,
    rank_in_sector    integer,
    peer_count        integer,
    details           jsonb       NOT NULL DEFAULT '{}',
    created_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT sector_benchmarking_pkey PRIMARY KEY (id),
    CONSTRAINT sector_benchmarking_analysis_fkey FOREIGN KEY (analysis_id) REFERENCES stock_analyses (id) ON DELETE CASCADE,
    CONSTRAINT sector_benchmarking_once UNIQUE (analysis_id, benchmark_symbol),
    CONSTRAINT sector_benchmarking_names CHECK (length(sector) BETWEEN 1 AND 100 AND length(benchmark_symbol) BETWEEN 1 AND 40),
    CONSTRAINT sector_benchmarking_returns_range CHECK (
        (stock_return >= -1) IS NOT FALSE AND (sector_return >= -1) IS NOT FALSE AND (market_return >= -1) IS NOT FALSE),
    CONSTRAINT sector_benchmarking_correlation_range CHECK (correlation BETWEEN -1 AND 1),
    CONSTRAINT sector_benchmarking_rank_range CHECK (rank_in_sector >= 1 AND peer_count >= 1 AND rank_in_sector <= peer_count),
    CONSTRAINT sector_benchmarking_details_object CHECK (jsonb_typeof(details) = 'object')
);

CREATE INDEX sector_benchmarking_sector ON sector_benchmarking (sector, created_at DESC);

COMMENT ON TABLE sector_benchmarking IS 'An analysis compared with its sector and the market over its period. Source: the analysis service.';
COMMENT ON COLUMN sector_benchmarking.id IS 'Id of the row.';
COMMENT ON COLUMN sector_benchmarking.analysis_id IS 'Analysis that it belongs to; goes with it.';
COMMENT ON COLUMN sector_benchmarking.sector IS 'Sector of the company.';
COMMENT ON COLUMN sector_benchmarking.benchmark_symbol IS 'Index that stands for the sector.';
COMMENT ON COLUMN sector_benchmarking.stock_return IS 'Return of the stock over the period, 0.05 for 5 %.';
COMMENT ON COLUMN sector_benchmarking.sector_return IS 'Return of the sector over the period, 0.05 for 5 %.';
COMMENT ON COLUMN sector_benchmarking.market_return IS 'Return of the market over the period, 0.05 for 5 %.';
COMMENT ON COLUMN sector_benchmarking.excess_return IS 'Return of the stock less the one of the sector; computed by the database.';
COMMENT ON COLUMN sector_benchmarking.beta IS 'Slope of the stock''s returns on the benchmark''s.';
COMMENT ON COLUMN sector_benchmarking.correlation IS 'Correlation of the stock''s returns with the benchmark''s, -1 to 1.';
COMMENT ON COLUMN sector_benchmarking.rank_in_sector IS 'Place among the peers by return, 1 is best.';
COMMENT ON COLUMN sector_benchmarking.peer_count IS 'Companies compared, this one included.';
COMMENT ON COLUMN sector_benchmarking.details IS 'Peers and whatever else, an object.';
COMMENT ON COLUMN sector_benchmarking.created_at IS 'When the row was made, by the clock of the database.';

CREATE TABLE multi_timeframe_analysis (
    id          uuid        NOT NULL DEFAULT gen_random_uuid(),
    analysis_id uuid        NOT NULL,
    timeframe   text        NOT NULL,
    trend       text        NOT NULL,
    signal      text,
    confidence  fraction,
    weight      fraction,
    details     jsonb       NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT multi_timeframe_analysis_pkey PRIMARY KEY (id),
    CONSTRAINT multi_timeframe_analysis_analysis_fkey FOREIGN KEY (analysis_id) REFERENCES stock_analyses (id) ON DELETE CASCADE,
    CONSTRAINT multi_timeframe_analysis_once UNIQUE (analysis_id, timeframe),
    CONSTRAINT multi_timeframe_analysis_timeframe_length CHECK (length(timeframe) BETWEEN 1 AND 20),
    CONSTRAINT multi_timeframe_analysis_trend_known CHECK (trend IN ('BULLISH', 'BEARISH', 'NEUTRAL')),
    CONSTRAINT multi_timeframe_analysis_signal_known CHECK (signal IN ('STRONG_BUY', 'BUY', 'HOLD', 'SELL', 'STRONG_SELL')),
    CONSTRAINT multi_timeframe_analysis_details_object CHECK (jsonb_typeof(details) = 'object')
);

COMMENT ON TABLE multi_timeframe_analysis IS 'An analysis at several bar intervals, one row each. Source: the analysis service.';
COMMENT ON COLUMN multi_timeframe_analysis.id IS 'Id of the row.';
COMMENT ON COLUMN multi_timeframe_analysis.analysis_id IS 'Analysis that it belongs to; goes with it.';
COMMENT ON COLUMN multi_timeframe_analysis.timeframe IS 'Bar interval, such as 1h.';
COMMENT ON COLUMN multi_timeframe_analysis.trend IS 'BULLISH, BEARISH or NEUTRAL.';
COMMENT ON COLUMN multi_timeframe_analysis.signal IS 'STRONG_BUY, BUY, HOLD, SELL or STRONG_SELL; NULL where there is none.';
COMMENT ON COLUMN multi_timeframe_analysis.confidence IS 'Confidence at this interval, 0 to 1.';
COMMENT ON COLUMN multi_timeframe_analysis.weight IS 'Share that this interval has in the whole, 0 to 1.';
COMMENT ON COLUMN multi_timeframe_analysis.details IS 'Indicators and whatever else at this interval, an object.';
COMMENT ON COLUMN multi_timeframe_analysis.created_at IS 'When the row was made, by the clock of the database.';

CREATE FUNCTION touch_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END $$;

COMMENT ON FUNCTION touch_updated_at() IS 'Trigger: remembers when the row was changed, by the clock of the database.';

CREATE TRIGGER profiles_touch BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER stock_analyses_touch BEFORE UPDATE ON stock_analyses FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
