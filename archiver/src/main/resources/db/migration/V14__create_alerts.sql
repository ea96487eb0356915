-- What people asked to be told of, and what they were told.

CREATE TABLE alert_rule_changes (
    engine_id       integer NOT NULL,
    sequence        bigint NOT NULL,
    id              bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    timestamp       timestamptz NOT NULL GENERATED ALWAYS AS (event_time) STORED,
    event_time      timestamptz NOT NULL,
    event_time_ns   bigint NOT NULL,
    receive_time_ns bigint NOT NULL,
    alert_id        integer NOT NULL,
    request         text NOT NULL,
    name            text NOT NULL,
    condition       text NOT NULL,
    instrument_id   integer,
    symbol          text,
    rule_id         integer,
    rule            text,
    indicator_id    integer,
    indicator       text,
    output          text,
    interval_ns     bigint,
    timeframe       text,
    threshold       double precision,
    price           numeric,
    cooldown_ns     bigint NOT NULL,
    actor           text,
    CONSTRAINT alert_rule_changes_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT alert_rule_changes_id_unique UNIQUE (id, engine_id),
    CONSTRAINT alert_rule_changes_request_known CHECK (request IN ('DEFINE', 'REMOVE')),
    CONSTRAINT alert_rule_changes_condition_known CHECK (condition IN ('PRICE_ABOVE', 'PRICE_BELOW', 'INDICATOR_ABOVE', 'INDICATOR_BELOW', 'SIGNAL')),
    CONSTRAINT alert_rule_changes_shape CHECK (
        CASE
            WHEN condition IN ('PRICE_ABOVE', 'PRICE_BELOW') THEN
                num_nulls(price, instrument_id, symbol) = 0 AND num_nonnulls(threshold, indicator_id, rule_id) = 0
            WHEN condition = 'SIGNAL' THEN num_nonnulls(price, threshold, indicator_id) = 0
            ELSE num_nulls(threshold, indicator_id, indicator, output, interval_ns, timeframe) = 0
                 AND num_nonnulls(price, rule_id) = 0
        END),
    CONSTRAINT alert_rule_changes_threshold_finite CHECK (threshold IS NULL OR threshold > '-Infinity' AND threshold < 'Infinity'),
    CONSTRAINT alert_rule_changes_price_range CHECK (price IS NULL OR price > 0 AND price < 'Infinity'),
    CONSTRAINT alert_rule_changes_cooldown_range CHECK (cooldown_ns >= 0)
);
CREATE INDEX alert_rule_changes_alert_idx ON alert_rule_changes (engine_id, alert_id, sequence DESC);

COMMENT ON TABLE alert_rule_changes IS 'Alert rules as they were defined and removed. Source: record AlertRule.';
COMMENT ON COLUMN alert_rule_changes.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN alert_rule_changes.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN alert_rule_changes.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN alert_rule_changes.timestamp IS 'Event time, cut to microseconds; equal to event_time.';
COMMENT ON COLUMN alert_rule_changes.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN alert_rule_changes.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN alert_rule_changes.receive_time_ns IS 'Time at which the engine took it in, ns since 1970-01-01 UTC.';
COMMENT ON COLUMN alert_rule_changes.alert_id IS 'Number of the alert rule, given by its sender.';
COMMENT ON COLUMN alert_rule_changes.request IS 'DEFINE or REMOVE.';
COMMENT ON COLUMN alert_rule_changes.name IS 'Name of the alert rule; empty where none was given.';
COMMENT ON COLUMN alert_rule_changes.condition IS 'PRICE_ABOVE, PRICE_BELOW, INDICATOR_ABOVE, INDICATOR_BELOW or SIGNAL.';
COMMENT ON COLUMN alert_rule_changes.instrument_id IS 'Number of the instrument in the journal; NULL for all.';
COMMENT ON COLUMN alert_rule_changes.symbol IS 'Symbol of the instrument; NULL for all.';
COMMENT ON COLUMN alert_rule_changes.rule_id IS 'SIGNAL: number of the rule in the journal; NULL for all rules.';
COMMENT ON COLUMN alert_rule_changes.rule IS 'SIGNAL: name of the rule from the configuration in force; NULL for all rules.';
COMMENT ON COLUMN alert_rule_changes.indicator_id IS 'INDICATOR_*: number of the indicator in the journal; NULL else.';
COMMENT ON COLUMN alert_rule_changes.indicator IS 'INDICATOR_*: name of the indicator from the configuration in force; NULL else.';
COMMENT ON COLUMN alert_rule_changes.output IS 'INDICATOR_*: name of its output; NULL else.';
COMMENT ON COLUMN alert_rule_changes.interval_ns IS 'INDICATOR_*: bar interval, ns; NULL else.';
COMMENT ON COLUMN alert_rule_changes.timeframe IS 'INDICATOR_*: bar interval as text, such as 5m; NULL else.';
COMMENT ON COLUMN alert_rule_changes.threshold IS 'INDICATOR_*: the value to pass; NULL else.';
COMMENT ON COLUMN alert_rule_changes.price IS 'PRICE_*: the price to pass, in the quote asset; NULL else.';
COMMENT ON COLUMN alert_rule_changes.cooldown_ns IS 'Shortest time between two alerts, ns; 0: once only.';
COMMENT ON COLUMN alert_rule_changes.actor IS 'Who asked; NULL where nobody is named.';

CREATE TABLE alert_rules (
    engine_id     integer NOT NULL,
    alert_id      integer NOT NULL,
    id            bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + alert_id) STORED,
    sequence      bigint NOT NULL,
    event_time    timestamptz NOT NULL,
    event_time_ns bigint NOT NULL,
    active        boolean NOT NULL,
    name          text NOT NULL,
    condition     text NOT NULL,
    instrument_id integer,
    symbol        text,
    rule_id       integer,
    rule          text,
    indicator_id  integer,
    indicator     text,
    output        text,
    interval_ns   bigint,
    timeframe     text,
    threshold     double precision,
    price         numeric,
    cooldown_ns   bigint NOT NULL,
    actor         text,
    CONSTRAINT alert_rules_pkey PRIMARY KEY (engine_id, alert_id),
    CONSTRAINT alert_rules_id_unique UNIQUE (id, engine_id),
    CONSTRAINT alert_rules_change_fkey FOREIGN KEY (engine_id, sequence) REFERENCES alert_rule_changes (engine_id, sequence),
    CONSTRAINT alert_rules_condition_known CHECK (condition IN ('PRICE_ABOVE', 'PRICE_BELOW', 'INDICATOR_ABOVE', 'INDICATOR_BELOW', 'SIGNAL')),
    CONSTRAINT alert_rules_shape CHECK (
        CASE
            WHEN condition IN ('PRICE_ABOVE', 'PRICE_BELOW') THEN
                num_nulls(price, instrument_id, symbol) = 0 AND num_nonnulls(threshold, indicator_id, rule_id) = 0
            WHEN condition = 'SIGNAL' THEN num_nonnulls(price, threshold, indicator_id) = 0
            ELSE num_nulls(threshold, indicator_id, indicator, output, interval_ns, timeframe) = 0
                 AND num_nonnulls(price, rule_id) = 0
        END),
    CONSTRAINT alert_rules_threshold_finite CHECK (threshold IS NULL OR threshold > '-Infinity' AND threshold < 'Infinity'),
    CONSTRAINT alert_rules_price_range CHECK (price IS NULL OR price > 0 AND price < 'Infinity'),
    CONSTRAINT alert_rules_cooldown_range CHECK (cooldown_ns >= 0)
);

COMMENT ON TABLE alert_rules IS 'Alert rules, each as it was asked last. Source: record AlertRule, through alert_rule_changes.';
COMMENT ON COLUMN alert_rules.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN alert_rules.alert_id IS 'Number of the alert rule, given by its sender; unique within an engine.';
COMMENT ON COLUMN alert_rules.id IS 'Identity of the row: (engine_id << 47) + alert_id: the same on each replay.';
COMMENT ON COLUMN alert_rules.sequence IS 'Journal sequence of the newest change, in alert_rule_changes.';
COMMENT ON COLUMN alert_rules.event_time IS 'Event time of the newest change, cut to microseconds.';
COMMENT ON COLUMN alert_rules.event_time_ns IS 'Event time of the newest change, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN alert_rules.active IS 'True while it is watched; false after it was removed.';
COMMENT ON COLUMN alert_rules.name IS 'Name of the alert rule; empty where none was given.';
COMMENT ON COLUMN alert_rules.condition IS 'PRICE_ABOVE, PRICE_BELOW, INDICATOR_ABOVE, INDICATOR_BELOW or SIGNAL.';
COMMENT ON COLUMN alert_rules.instrument_id IS 'Number of the instrument in the journal; NULL for all.';
COMMENT ON COLUMN alert_rules.symbol IS 'Symbol of the instrument; NULL for all.';
COMMENT ON COLUMN alert_rules.rule_id IS 'SIGNAL: number of the rule in the journal; NULL for all rules.';
COMMENT ON COLUMN alert_rules.rule IS 'SIGNAL: name of the rule from the configuration in force; NULL for all rules.';
COMMENT ON COLUMN alert_rules.indicator_id IS 'INDICATOR_*: number of the indicator in the journal; NULL else.';
COMMENT ON COLUMN alert_rules.indicator IS 'INDICATOR_*: name of the indicator from the configuration in force; NULL else.';
COMMENT ON COLUMN alert_rules.output IS 'INDICATOR_*: name of its output; NULL else.';
COMMENT ON COLUMN alert_rules.interval_ns IS 'INDICATOR_*: bar interval, ns; NULL else.';
COMMENT ON COLUMN alert_rules.timeframe IS 'INDICATOR_*: bar interval as text, such as 5m; NULL else.';
COMMENT ON COLUMN alert_rules.threshold IS 'INDICATOR_*: the value to pass; NULL else.';
COMMENT ON COLUMN alert_rules.price IS 'PRICE_*: the price to pass, in the quote asset; NULL else.';
COMMENT ON COLUMN alert_rules.cooldown_ns IS 'Shortest time between two alerts, ns; 0: once only.';
COMMENT ON COLUMN alert_rules.actor IS 'Who asked; NULL where nobody is named.';

CREATE TABLE alerts (
    engine_id      integer NOT NULL,
    sequence       bigint NOT NULL,
    id             bigint NOT NULL GENERATED ALWAYS AS ((engine_id::bigint << 47) + sequence) STORED,
    timestamp      timestamptz NOT NULL GENERATED ALWAYS AS (event_time) STORED,
    event_time     timestamptz NOT NULL,
    event_time_ns  bigint NOT NULL,
    alert_id       integer NOT NULL,
    rule_sequence  bigint NOT NULL,
    cause_sequence bigint NOT NULL,
    condition      text NOT NULL,
    instrument_id  integer,
    symbol         text,
    value          double precision,
    price          numeric,
    CONSTRAINT alerts_pkey PRIMARY KEY (engine_id, sequence),
    CONSTRAINT alerts_id_unique UNIQUE (id, engine_id),
    CONSTRAINT alerts_rule_fkey FOREIGN KEY (engine_id, rule_sequence) REFERENCES alert_rule_changes (engine_id, sequence),
    CONSTRAINT alerts_condition_known CHECK (condition IN ('PRICE_ABOVE', 'PRICE_BELOW', 'INDICATOR_ABOVE', 'INDICATOR_BELOW', 'SIGNAL')),
    CONSTRAINT alerts_after_cause CHECK (cause_sequence > 0 AND cause_sequence <= sequence AND rule_sequence < sequence),
    CONSTRAINT alerts_value_not_nan CHECK (value <> 'NaN'),
    CONSTRAINT alerts_price_range CHECK (price IS NULL OR price > 0 AND price < 'Infinity')
);
CREATE INDEX alerts_rule_idx ON alerts (engine_id, alert_id, sequence DESC);

COMMENT ON TABLE alerts IS 'Alerts that came true. Source: record Alert.';
COMMENT ON COLUMN alerts.engine_id IS 'Engine (shard) whose journal holds the record.';
COMMENT ON COLUMN alerts.sequence IS 'Journal sequence of the record; unique within an engine.';
COMMENT ON COLUMN alerts.id IS 'Identity of the row: (engine_id << 47) + sequence: the same on each replay.';
COMMENT ON COLUMN alerts.timestamp IS 'Event time, cut to microseconds; equal to event_time.';
COMMENT ON COLUMN alerts.event_time IS 'Event time, cut to microseconds.';
COMMENT ON COLUMN alerts.event_time_ns IS 'Event time, ns since 1970-01-01 UTC, exact.';
COMMENT ON COLUMN alerts.alert_id IS 'Number of the alert rule.';
COMMENT ON COLUMN alerts.rule_sequence IS 'Journal sequence of the alert rule in force, in alert_rule_changes.';
COMMENT ON COLUMN alerts.cause_sequence IS 'Journal sequence of the record that made it true.';
COMMENT ON COLUMN alerts.condition IS 'PRICE_ABOVE, PRICE_BELOW, INDICATOR_ABOVE, INDICATOR_BELOW or SIGNAL.';
COMMENT ON COLUMN alerts.instrument_id IS 'Number of the instrument in the journal; NULL where it is about no single one.';
COMMENT ON COLUMN alerts.symbol IS 'Symbol of the instrument; NULL where it is about no single one.';
COMMENT ON COLUMN alerts.value IS 'INDICATOR_*: the value; NULL else.';
COMMENT ON COLUMN alerts.price IS 'Last price of the instrument, in the quote asset; NULL where there was none.';
