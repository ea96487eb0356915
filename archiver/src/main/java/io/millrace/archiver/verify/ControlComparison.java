package io.millrace.archiver.verify;

import io.millrace.journal.codec.CheckpointDecoder;
import io.millrace.journal.codec.ConfigChangedDecoder;
import io.millrace.journal.codec.EngineStartedDecoder;
import io.millrace.journal.codec.EngineStoppedDecoder;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.IndicatorDefinedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.RuleDefinedDecoder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.agrona.DirectBuffer;

/** Feed states, the engine's life and definitions against their tables. One thread. */
final class ControlComparison {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FeedStatusDecoder status = new FeedStatusDecoder();
    private final EngineStartedDecoder started = new EngineStartedDecoder();
    private final EngineStoppedDecoder stopped = new EngineStoppedDecoder();
    private final CheckpointDecoder checkpoint = new CheckpointDecoder();
    private final ConfigChangedDecoder config = new ConfigChangedDecoder();
    private final IndicatorDefinedDecoder indicator = new IndicatorDefinedDecoder();
    private final RuleDefinedDecoder rule = new RuleDefinedDecoder();
    private final DefinedNames names;
    private final ArchivedRows feedEvents;
    private final ArchivedRows engineEvents;
    private final ArchivedRows indicators;
    private final ArchivedRows rules;

    ControlComparison(Connection connection, int engineId, DefinedNames names) {
        this.names = names;
        feedEvents = new ArchivedRows(
                connection,
                engineId,
                "feed_events",
                "0",
                "event_time@us",
                "event_time_ns",
                "receive_time_ns",
                "feed_id",
                "instrument_id",
                "state",
                "origin",
                "stream",
                "feed_position",
                "fingerprint",
                "expected_value",
                "actual_value",
                "event_count");
        engineEvents = new ArchivedRows(
                connection,
                engineId,
                "engine_events",
                "0",
                "kind",
                "event_time@us",
                "event_time_ns",
                "receive_time_ns",
                "wall_time@us",
                "wall_time_ns",
                "process_id",
                "journal_id",
                "code_version",
                "java_version",
                "config_digest",
                "state_digest",
                "output_digest",
                "input_count",
                "output_count",
                "stop_reason",
                "config");
        indicators = new ArchivedRows(
                connection,
                engineId,
                "indicator_definitions",
                "0",
                "event_time@us",
                "event_time_ns",
                "indicator_id",
                "name",
                "kind",
                "interval_ns",
                "timeframe",
                "output_count",
                "output_names");
        rules = new ArchivedRows(
                connection,
                engineId,
                "rule_definitions",
                "0",
                "event_time@us",
                "event_time_ns",
                "rule_id",
                "name",
                "kind",
                "interval_ns",
                "timeframe",
                "operand_names");
    }

    List<ArchivedRows> tables() {
        return List.of(feedEvents, engineEvents, indicators, rules);
    }

    void compareFeedStatus(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        status.wrapAndApplyHeader(buffer, offset, header);
        feedEvents.startRow(sequence, 0);
        feedEvents.expectTime(status.eventTimeNs());
        feedEvents.expect(status.eventTimeNs());
        feedEvents.expect(status.receiveTimeNs());
        feedEvents.expect(status.feedId());
        feedEvents.expect(status.instrumentId(), 0);
        feedEvents.expect(status.state().name());
        feedEvents.expect(status.origin().name());
        feedEvents.expect(status.stream().name());
        feedEvents.expect(status.feedPosition());
        feedEvents.expect(status.fingerprint());
        feedEvents.expect(status.expected());
        feedEvents.expect(status.actual());
        feedEvents.expect(status.count());
        feedEvents.endRow();
    }

    void compareStarted(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        started.wrapAndApplyHeader(buffer, offset, header);
        startEvent(sequence, "EngineStarted", started.eventTimeNs());
        engineEvents.expectNull();
        engineEvents.expectTime(started.wallTimeNs());
        engineEvents.expect(started.wallTimeNs());
        engineEvents.expect(started.processId());
        engineEvents.expect(started.journalId());
        engineEvents.expect(started.codeVersion());
        engineEvents.expect(started.javaVersion());
        engineEvents.expect(started.configDigest());
        engineEvents.expectNulls(6);
        engineEvents.endRow();
    }

    void compareStopped(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        stopped.wrapAndApplyHeader(buffer, offset, header);
        startEvent(sequence, "EngineStopped", stopped.eventTimeNs());
        engineEvents.expectNull();
        engineEvents.expectTime(stopped.wallTimeNs());
        engineEvents.expect(stopped.wallTimeNs());
        engineEvents.expectNulls(9);
        engineEvents.expect(stopped.reason().name());
        engineEvents.expectNull();
        engineEvents.endRow();
    }

    void compareCheckpoint(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        checkpoint.wrapAndApplyHeader(buffer, offset, header);
        startEvent(sequence, "Checkpoint", checkpoint.eventTimeNs());
        engineEvents.expectNulls(8);
        engineEvents.expect(checkpoint.stateDigest());
        engineEvents.expect(checkpoint.outputDigest());
        engineEvents.expect(checkpoint.inputCount());
        engineEvents.expect(checkpoint.outputCount());
        engineEvents.expectNulls(2);
        engineEvents.endRow();
    }

    void compareConfig(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        config.wrapAndApplyHeader(buffer, offset, header);
        startEvent(sequence, "ConfigChanged", config.eventTimeNs());
        engineEvents.expect(config.receiveTimeNs());
        engineEvents.expectNulls(6);
        engineEvents.expect(config.configDigest());
        engineEvents.expectNulls(5);
        engineEvents.expect(config.config());
        engineEvents.endRow();
    }

    void compareIndicator(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        indicator.wrapAndApplyHeader(buffer, offset, header);
        String outputNames = indicator.outputNames();
        names.put(indicator, outputNames);
        indicators.startRow(sequence, 0);
        indicators.expectTime(indicator.eventTimeNs());
        indicators.expect(indicator.eventTimeNs());
        indicators.expect(indicator.indicatorId());
        indicators.expect(indicator.name());
        indicators.expect(indicator.kind());
        indicators.expect(indicator.intervalNs());
        indicators.expectTimeframe(indicator.intervalNs());
        indicators.expect(indicator.outputCount());
        indicators.expect(outputNames);
        indicators.endRow();
    }

    void compareRule(long sequence, DirectBuffer buffer, int offset) throws SQLException {
        rule.wrapAndApplyHeader(buffer, offset, header);
        String operandNames = rule.operandNames();
        names.put(rule, operandNames);
        rules.startRow(sequence, 0);
        rules.expectTime(rule.eventTimeNs());
        rules.expect(rule.eventTimeNs());
        rules.expect(rule.ruleId());
        rules.expect(rule.name());
        rules.expect(rule.kind());
        rules.expect(rule.intervalNs());
        rules.expectTimeframe(rule.intervalNs());
        rules.expect(operandNames);
        rules.endRow();
    }

    private void startEvent(long sequence, String kind, long eventTimeNs) throws SQLException {
        engineEvents.startRow(sequence, 0);
        engineEvents.expect(kind);
        engineEvents.expectTime(eventTimeNs);
        engineEvents.expect(eventTimeNs);
    }
}
