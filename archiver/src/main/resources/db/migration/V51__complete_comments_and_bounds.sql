-- What was left open: words for the columns of seven views, bounds that keep NaN and infinity out of the last columns of numbers, and
-- indexes for foreign keys by which somebody asks. The state tables (orders, positions, alert_rules) refer to their newest
-- history row without one: it would be written again with each change, and no history row is ever deleted.

ALTER TABLE trading_signals
    ADD CONSTRAINT trading_signals_profit_loss_finite CHECK (profit_loss > '-Infinity' AND profit_loss < 'Infinity'),
    ADD CONSTRAINT trading_signals_exit_price_range CHECK (exit_price > 0 AND exit_price < 'Infinity');

ALTER TABLE signal_days
    ADD CONSTRAINT signal_days_sums_finite CHECK (
        profit_loss > '-Infinity' AND profit_loss < 'Infinity'
        AND gross_profit >= 0 AND gross_profit < 'Infinity'
        AND gross_loss > '-Infinity' AND gross_loss <= 0
        AND confidence_sum >= 0 AND confidence_sum <= total
        AND risk_reward_sum >= 0 AND risk_reward_sum < 'Infinity'
        AND risk_reward_count >= 0 AND risk_reward_count <= total
        AND holding_ns_sum > '-Infinity' AND holding_ns_sum < 'Infinity');

CREATE INDEX order_commands_signal_idx ON order_commands (signal_id, engine_id) WHERE signal_id IS NOT NULL;
CREATE INDEX position_changes_fill_idx ON position_changes (engine_id, fill_sequence);
CREATE INDEX alerts_rule_sequence_idx ON alerts (engine_id, rule_sequence);

COMMENT ON COLUMN analysis_summary_view.analysis_id IS 'Id of the analysis.';
COMMENT ON COLUMN analysis_summary_view.user_id IS 'User who asked for it.';
COMMENT ON COLUMN analysis_summary_view.full_name IS 'Name of the user; NULL where none was given.';
COMMENT ON COLUMN analysis_summary_view.is_anonymous IS 'True until the user has signed up.';
COMMENT ON COLUMN analysis_summary_view.symbol IS 'Symbol at the exchange, upper case.';
COMMENT ON COLUMN analysis_summary_view.exchange IS 'Exchange, upper case, such as NSE.';
COMMENT ON COLUMN analysis_summary_view.period IS 'Length of the data as asked for, such as 1y.';
COMMENT ON COLUMN analysis_summary_view.interval IS 'Bar interval of the data as asked for, such as 1d.';
COMMENT ON COLUMN analysis_summary_view.status IS 'PENDING, COMPLETED or FAILED.';
COMMENT ON COLUMN analysis_summary_view.analysis_type IS 'Kind of analysis, such as AI.';
COMMENT ON COLUMN analysis_summary_view.signal IS 'STRONG_BUY, BUY, HOLD, SELL or STRONG_SELL; NULL where there is none.';
COMMENT ON COLUMN analysis_summary_view.confidence IS 'Confidence of the signal, 0 to 1; NULL where there is none.';
COMMENT ON COLUMN analysis_summary_view.risk_level IS 'Risk as the analysis judges it: LOW, MEDIUM, HIGH or VERY_HIGH; NULL where it was not judged.';
COMMENT ON COLUMN analysis_summary_view.sector IS 'Sector of the company; NULL where unknown.';
COMMENT ON COLUMN analysis_summary_view.current_price IS 'Price at the time of the analysis, in the quote currency.';
COMMENT ON COLUMN analysis_summary_view.price_change_percent IS 'Change of the price over the period, %.';
COMMENT ON COLUMN analysis_summary_view.summary IS 'The result in words.';
COMMENT ON COLUMN analysis_summary_view.created_at IS 'When the analysis was made, by the clock of the database.';
COMMENT ON COLUMN analysis_summary_view.indicator_count IS 'Indicators of the analysis.';
COMMENT ON COLUMN analysis_summary_view.pattern_count IS 'Chart patterns of the analysis.';
COMMENT ON COLUMN analysis_summary_view.volume_ratio IS 'Volume of the last bar by average volume; NULL where volume was not analysed.';
COMMENT ON COLUMN analysis_summary_view.stop_loss IS 'Price to leave at with a loss, in the quote currency; NULL where risk was not analysed.';
COMMENT ON COLUMN analysis_summary_view.take_profit IS 'Price to leave at with a profit, in the quote currency; NULL where risk was not analysed.';
COMMENT ON COLUMN analysis_summary_view.risk_reward IS 'Distance to the profit by the distance to the loss; NULL where risk was not analysed.';
COMMENT ON COLUMN analysis_summary_view.timeframe_count IS 'Intervals at which the analysis looked.';

COMMENT ON COLUMN sector_performance_view.sector IS 'Sector of the companies.';
COMMENT ON COLUMN sector_performance_view.analysis_count IS 'Completed analyses.';
COMMENT ON COLUMN sector_performance_view.symbol_count IS 'Different symbols among them.';
COMMENT ON COLUMN sector_performance_view.avg_confidence IS 'Mean confidence, 0 to 1; NULL where none has one.';
COMMENT ON COLUMN sector_performance_view.buy_count IS 'Analyses that say BUY or STRONG_BUY.';
COMMENT ON COLUMN sector_performance_view.hold_count IS 'Analyses that say HOLD.';
COMMENT ON COLUMN sector_performance_view.sell_count IS 'Analyses that say SELL or STRONG_SELL.';
COMMENT ON COLUMN sector_performance_view.avg_stock_return IS 'Mean return of the stocks over their periods, 0.05 for 5 %; NULL where none was compared.';
COMMENT ON COLUMN sector_performance_view.avg_sector_return IS 'Mean return of the sector over the same periods, 0.05 for 5 %; NULL where none was compared.';
COMMENT ON COLUMN sector_performance_view.avg_excess_return IS 'Mean return of the stocks above that of the sector, 0.05 for 5 %; NULL where none was compared.';
COMMENT ON COLUMN sector_performance_view.last_analysis_at IS 'When the newest of them was made.';

COMMENT ON COLUMN user_analysis_history_view.user_id IS 'User who asked for it.';
COMMENT ON COLUMN user_analysis_history_view.analysis_id IS 'Id of the analysis.';
COMMENT ON COLUMN user_analysis_history_view.symbol IS 'Symbol at the exchange, upper case.';
COMMENT ON COLUMN user_analysis_history_view.exchange IS 'Exchange, upper case, such as NSE.';
COMMENT ON COLUMN user_analysis_history_view.period IS 'Length of the data as asked for, such as 1y.';
COMMENT ON COLUMN user_analysis_history_view.interval IS 'Bar interval of the data as asked for, such as 1d.';
COMMENT ON COLUMN user_analysis_history_view.status IS 'PENDING, COMPLETED or FAILED.';
COMMENT ON COLUMN user_analysis_history_view.signal IS 'STRONG_BUY, BUY, HOLD, SELL or STRONG_SELL; NULL where there is none.';
COMMENT ON COLUMN user_analysis_history_view.confidence IS 'Confidence of the signal, 0 to 1; NULL where there is none.';
COMMENT ON COLUMN user_analysis_history_view.created_at IS 'When the analysis was made, by the clock of the database.';
COMMENT ON COLUMN user_analysis_history_view.previous_signal IS 'Signal of the user''s analysis of the same symbol before; NULL in the first.';
COMMENT ON COLUMN user_analysis_history_view.confidence_change IS 'Confidence less that of the user''s analysis of the same symbol before; NULL in the first, and where one has none.';
COMMENT ON COLUMN user_analysis_history_view.last_active_at IS 'When the user last did something; NULL before.';

COMMENT ON COLUMN user_analysis_counts.user_id IS 'User.';
COMMENT ON COLUMN user_analysis_counts.analysis_count IS 'All analyses that the user has asked for.';
COMMENT ON COLUMN user_analysis_counts.completed_count IS 'Those with status COMPLETED.';
COMMENT ON COLUMN user_analysis_counts.last_30_days IS 'Those of the last 30 days.';
COMMENT ON COLUMN user_analysis_counts.symbol_count IS 'Different symbols among all.';
COMMENT ON COLUMN user_analysis_counts.first_analysis_at IS 'When the first was made.';
COMMENT ON COLUMN user_analysis_counts.last_analysis_at IS 'When the newest was made.';

COMMENT ON COLUMN journal_audit_entries.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN journal_audit_entries.sequence IS 'Journal sequence of the record.';
COMMENT ON COLUMN journal_audit_entries.entity_type IS 'Kind of thing: engine_configuration, trading_signals, orders or alert_rules.';
COMMENT ON COLUMN journal_audit_entries.entity_id IS 'Which one: engine id, trade id, order id or number of the rule; empty for an order command that has no order yet.';
COMMENT ON COLUMN journal_audit_entries.action IS 'What was done: CONFIG_CHANGED, SIGNAL, OUTCOME, ORDER_..._ASKED for a command, ORDER_ with the new status, ALERT_ with the request.';
COMMENT ON COLUMN journal_audit_entries.actor IS 'Who asked, as the record says; else engine:<engine_id>.';
COMMENT ON COLUMN journal_audit_entries.old_value IS 'State before by the tables as they are; NULL where there was none.';
COMMENT ON COLUMN journal_audit_entries.new_value IS 'State after, or what was asked for.';
COMMENT ON COLUMN journal_audit_entries.timestamp IS 'Event time of the record, cut to microseconds.';

COMMENT ON COLUMN price_history.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN price_history.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN price_history.timestamp IS 'Start of the bar, cut to microseconds; equal to open_time.';
COMMENT ON COLUMN price_history.timeframe IS 'Length of the bar as text, such as 1m.';
COMMENT ON COLUMN price_history.open IS 'First price, in the quote asset.';
COMMENT ON COLUMN price_history.high IS 'Highest price, in the quote asset.';
COMMENT ON COLUMN price_history.low IS 'Lowest price, in the quote asset.';
COMMENT ON COLUMN price_history.close IS 'Last price, in the quote asset.';
COMMENT ON COLUMN price_history.volume IS 'Sum of quantities, in the base asset.';
COMMENT ON COLUMN price_history.trade_count IS 'Number of trades in the bar; NULL where the venue does not tell.';
COMMENT ON COLUMN price_history.source IS 'What the bar was built from: TRADES or EXTERNAL (a bar of the venue).';
COMMENT ON COLUMN price_history.open_time IS 'Start of the bar, cut to microseconds.';
COMMENT ON COLUMN price_history.closed_time IS 'Event time of the input that closed the bar, cut to microseconds.';
COMMENT ON COLUMN price_history.engine_id IS 'Engine (shard) whose journal holds the record; 0 for a bar that an application made.';
COMMENT ON COLUMN price_history.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN price_history.instrument_id IS 'Number of the instrument in the journal.';

COMMENT ON COLUMN signal_results.engine_id IS 'Engine (shard) whose journal holds the record; 0 for a signal that an application made.';
COMMENT ON COLUMN signal_results.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN signal_results.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN signal_results.trade_id IS 'Base asset, UTC date, UTC time and hash of the record: BTC_20241220_143052_a1b2c3d4.';
COMMENT ON COLUMN signal_results.symbol IS 'Symbol of the instrument.';
COMMENT ON COLUMN signal_results.signal_type IS 'BUY or SELL.';
COMMENT ON COLUMN signal_results.timeframe IS 'Bar interval of the rule as text, such as 5m.';
COMMENT ON COLUMN signal_results.rule IS 'Name of the rule from the configuration in force.';
COMMENT ON COLUMN signal_results.timestamp IS 'Event time of the signal, cut to microseconds.';
COMMENT ON COLUMN signal_results.expiry_time IS 'The signal counts until then; cut to microseconds.';
COMMENT ON COLUMN signal_results.confidence IS 'Confidence, 0 to 1.';
COMMENT ON COLUMN signal_results.entry_price IS 'Price at the signal, in the quote asset.';
COMMENT ON COLUMN signal_results.stop_loss IS 'Price at which the position is given up, in the quote asset.';
COMMENT ON COLUMN signal_results.take_profit IS 'Price at which the profit is taken, in the quote asset.';
COMMENT ON COLUMN signal_results.risk_reward IS '|take_profit - entry_price| / |entry_price - stop_loss|; NULL where it is not defined.';
COMMENT ON COLUMN signal_results.result IS 'WIN, LOSS, BREAKEVEN or EXPIRED by the outcome in force; NULL while there is none.';
COMMENT ON COLUMN signal_results.profit_loss IS 'Profit (or loss, negative) by the outcome in force, in the quote asset; NULL while there is none.';
COMMENT ON COLUMN signal_results.exit_price IS 'Price at which it ended, in the quote asset; NULL where there was none.';
COMMENT ON COLUMN signal_results.closed_at IS 'When it ended, cut to microseconds; NULL while it is open.';
COMMENT ON COLUMN signal_results.status IS 'OPEN, WON, LOST, BREAKEVEN or EXPIRED now: an open one whose time has run out is EXPIRED.';
COMMENT ON COLUMN signal_results.explanation IS 'The signal in words.';
