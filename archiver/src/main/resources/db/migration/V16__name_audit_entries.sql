-- What of a journal belongs into the audit trail, as audit_logs will hold it: one entry per record that changes what is decided or
-- done. The archiver copies from here in the transaction that stores the record; the verifier compares with it.

CREATE VIEW journal_audit_entries AS
SELECT e.engine_id,
       e.sequence,
       'engine_configuration' AS entity_type,
       e.engine_id::text AS entity_id,
       'CONFIG_CHANGED' AS action,
       'engine:' || e.engine_id AS actor,
       (SELECT jsonb_build_object('config_digest', b.config_digest, 'config', b.config)
        FROM engine_events b
        WHERE b.engine_id = e.engine_id AND b.kind = 'ConfigChanged' AND b.sequence < e.sequence
        ORDER BY b.sequence DESC
        LIMIT 1) AS old_value,
       jsonb_build_object('config_digest', e.config_digest, 'config', e.config) AS new_value,
       e.event_time AS timestamp
FROM engine_events e
WHERE e.kind = 'ConfigChanged'
UNION ALL
SELECT s.engine_id, s.sequence, 'trading_signals', s.trade_id, 'SIGNAL', 'engine:' || s.engine_id, NULL,
       jsonb_build_object('symbol', s.symbol, 'action', s.action, 'rule', s.rule, 'timeframe', s.timeframe, 'entry_price', s.entry_price,
                          'stop_loss', s.stop_loss, 'take_profit', s.take_profit, 'expiry_time_ns', s.expiry_time_ns),
       s.event_time
FROM trading_signals s
UNION ALL
SELECT o.engine_id, o.sequence, 'trading_signals', s.trade_id, 'OUTCOME', coalesce(o.actor, 'engine:' || o.engine_id),
       (SELECT jsonb_build_object('result', b.result, 'profit_loss', b.profit_loss, 'exit_price', b.exit_price,
                                  'closed_time_ns', b.closed_time_ns)
        FROM signal_outcomes b
        WHERE b.signal_id = o.signal_id AND b.engine_id = o.engine_id AND b.sequence < o.sequence
        ORDER BY b.sequence DESC
        LIMIT 1),
       jsonb_build_object('result', o.result, 'profit_loss', o.profit_loss, 'exit_price', o.exit_price,
                          'closed_time_ns', o.closed_time_ns),
       o.event_time
FROM signal_outcomes o
JOIN trading_signals s ON s.engine_id = o.engine_id AND s.sequence = o.signal_sequence
UNION ALL
SELECT c.engine_id, c.sequence, 'orders', coalesce(c.order_id::text, ''), 'ORDER_' || c.request || '_ASKED',
       coalesce(c.actor, 'engine:' || c.engine_id), NULL,
       jsonb_build_object('client_order_id', c.client_order_id, 'signal_id', c.signal_id, 'symbol', c.symbol, 'order_type', c.order_type,
                          'side', c.side, 'time_in_force', c.time_in_force, 'quantity', c.quantity, 'price', c.price,
                          'stop_price', c.stop_price),
       c.event_time
FROM order_commands c
UNION ALL
SELECT e.engine_id, e.sequence, 'orders', e.order_id::text, 'ORDER_' || e.status, 'engine:' || e.engine_id,
       (SELECT jsonb_build_object('status', b.status, 'quantity', b.quantity, 'price', b.price, 'stop_price', b.stop_price,
                                  'filled_quantity', b.filled_quantity, 'average_price', b.average_price)
        FROM order_events b
        WHERE b.engine_id = e.engine_id AND b.order_id = e.order_id AND b.sequence < e.sequence
        ORDER BY b.sequence DESC
        LIMIT 1),
       jsonb_build_object('status', e.status, 'quantity', e.quantity, 'price', e.price, 'stop_price', e.stop_price,
                          'filled_quantity', e.filled_quantity, 'average_price', e.average_price, 'reason', e.reason),
       e.event_time
FROM order_events e
UNION ALL
SELECT r.engine_id, r.sequence, 'alert_rules', r.alert_id::text, 'ALERT_' || r.request, coalesce(r.actor, 'engine:' || r.engine_id), NULL,
       jsonb_build_object('name', r.name, 'condition', r.condition, 'symbol', r.symbol, 'rule', r.rule, 'indicator', r.indicator,
                          'output', r.output, 'timeframe', r.timeframe, 'threshold', r.threshold, 'price', r.price,
                          'cooldown_ns', r.cooldown_ns),
       r.event_time
FROM alert_rule_changes r;

COMMENT ON VIEW journal_audit_entries IS 'Entries of the audit chains engine:<engine_id>, from the tables that hold their records: configuration changes, signals and their outcomes, orders and what was asked of them, alert rules.';
