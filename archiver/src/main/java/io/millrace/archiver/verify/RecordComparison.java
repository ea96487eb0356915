package io.millrace.archiver.verify;

import io.millrace.journal.codec.IndicatorDefinedDecoder;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.MessageHeaderDecoder;
import io.millrace.journal.codec.RuleDefinedDecoder;
import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends each record to the comparison with its table. One thread; a difference is thrown as {@link Difference}. */
final class RecordComparison implements AutoCloseable {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final InstrumentDefinedDecoder instrument = new InstrumentDefinedDecoder();
    private final DefinedNames names = new DefinedNames();
    private final Connection connection;
    private final int engineId;
    private final MarketComparison market;
    private final SignalComparison signals;
    private final ControlComparison control;
    private final NewsComparison news;
    private final OrderComparison orders;
    private final AlertComparison alerts;
    private final DeadLetterComparison deadLetters;
    private final IndicatorDefinedDecoder indicator = new IndicatorDefinedDecoder();
    private final RuleDefinedDecoder rule = new RuleDefinedDecoder();
    private final List<ArchivedRows> tables = new ArrayList<>();

    private long instrumentRows;
    private long stateRows;

    RecordComparison(Connection connection, int engineId) {
        this.connection = connection;
        this.engineId = engineId;
        market = new MarketComparison(connection, engineId, names);
        signals = new SignalComparison(connection, engineId, names);
        control = new ControlComparison(connection, engineId, names);
        news = new NewsComparison(connection, engineId);
        orders = new OrderComparison(connection, engineId, names);
        alerts = new AlertComparison(connection, engineId, names);
        deadLetters = new DeadLetterComparison(connection, engineId);
        tables.add(deadLetters.rows());
        tables.addAll(market.tables());
        tables.addAll(signals.tables());
        tables.addAll(control.tables());
        tables.addAll(news.tables());
        tables.addAll(orders.tables());
        tables.addAll(alerts.tables());
    }

    /** Starts on a range of sequences. */
    void openWindow(long firstSequence, long lastSequence) throws SQLException {
        for (ArchivedRows table : tables) {
            table.openWindow(firstSequence, lastSequence);
        }
    }

    /** Demands that the tables hold nothing more in the range. */
    void endWindow() {
        tables.forEach(ArchivedRows::expectEnd);
    }

    /** Compares what only the whole can tell: the states and instruments in force, and rows outside the archived range. */
    void finish(long lastSequence) throws SQLException {
        for (ArchivedRows table : tables) {
            table.expectNothingOutside(lastSequence);
        }
        stateRows = StateComparison.compareAll(connection, engineId) + AuditComparison.compare(connection, engineId);
        instrumentRows = InstrumentComparison.compare(connection, engineId, names);
    }

    void compare(long sequence, int templateId, DirectBuffer buffer, int offset, int length) throws SQLException {
        RecordKind kind = RecordKind.of(templateId);
        if (kind == null) {
            throw new Difference(
                    "journal: record " + sequence + " is of kind " + templateId + ", which this version does not know");
        }
        if (deadLetters.take(sequence, kind, buffer, offset, length)) {
            takeNames(sequence, kind, buffer, offset, false);
            return;
        }
        switch (kind) {
            case INSTRUMENT_DEFINED -> names.put(sequence, instrument.wrapAndApplyHeader(buffer, offset, header), true);
            case TRADE -> market.compareTrade(sequence, buffer, offset);
            case QUOTE -> market.compareQuote(sequence, buffer, offset);
            case BAR_CLOSED -> market.compareBar(sequence, buffer, offset);
            case INDICATOR_VALUES -> market.compareIndicatorValues(sequence, buffer, offset);
            case SIGNAL -> signals.compareSignal(sequence, buffer, offset);
            case SIGNAL_BLOCKED -> signals.compareBlocked(sequence, buffer, offset);
            case NEWS -> news.compareNews(sequence, buffer, offset);
            case SENTIMENT -> news.compareSentiment(sequence, buffer, offset);
            case MARKET_EVENT -> news.compareMarketEvent(sequence, buffer, offset);
            case SIGNAL_OUTCOME -> orders.compareSignalOutcome(sequence, buffer, offset);
            case ORDER_COMMAND -> orders.compareOrderCommand(sequence, buffer, offset);
            case ORDER_EVENT -> orders.compareOrderEvent(sequence, buffer, offset);
            case FILL -> orders.compareFill(sequence, buffer, offset);
            case POSITION_CHANGED -> orders.comparePositionChanged(sequence, buffer, offset);
            case ALERT_RULE -> alerts.compareAlertRule(sequence, buffer, offset);
            case ALERT -> alerts.compareAlert(sequence, buffer, offset);
            case FEED_STATUS -> control.compareFeedStatus(sequence, buffer, offset);
            case ENGINE_STARTED -> control.compareStarted(sequence, buffer, offset);
            case ENGINE_STOPPED -> control.compareStopped(sequence, buffer, offset);
            case CHECKPOINT -> control.compareCheckpoint(sequence, buffer, offset);
            case CONFIG_CHANGED -> control.compareConfig(sequence, buffer, offset);
            case INDICATOR_DEFINED -> control.compareIndicator(sequence, buffer, offset);
            case RULE_DEFINED -> control.compareRule(sequence, buffer, offset);
            case EXTERNAL_BAR, CLOCK_ADVANCED, SNAPSHOT_TAKEN -> {
                // Without a row by design; should one be there, the end of the window finds it.
            }
        }
    }

    /** Learns the definitions that were in records which the journal no longer has; their rows must be there still. */
    void learn(JournalExtent extent) throws SQLException {
        UnsafeBuffer record = new UnsafeBuffer(0, 0);
        Set<Long> refused = DeadLetterComparison.sequencesBefore(connection, engineId, extent.firstSequence());
        for (byte[] definition : extent.definitions()) {
            record.wrap(definition);
            long sequence = Records.sequence(record, 0);
            if (sequence < extent.firstSequence()) {
                RecordKind kind = RecordKind.of(Records.templateId(record, 0));
                takeNames(sequence, kind, record, 0, !refused.contains(sequence));
            }
        }
    }

    /** What a refused definition says holds for the records after it all the same. */
    private void takeNames(long sequence, RecordKind kind, DirectBuffer buffer, int offset, boolean stored) {
        switch (kind) {
            case INSTRUMENT_DEFINED ->
                names.put(sequence, instrument.wrapAndApplyHeader(buffer, offset, header), stored);
            case INDICATOR_DEFINED -> {
                indicator.wrapAndApplyHeader(buffer, offset, header);
                names.put(indicator, indicator.outputNames());
            }
            case RULE_DEFINED -> {
                rule.wrapAndApplyHeader(buffer, offset, header);
                names.put(rule, rule.operandNames());
            }
            default -> {
                // Names nothing.
            }
        }
    }

    /** Records found among the dead letters so far. */
    DeadLetterComparison deadLetters() {
        return deadLetters;
    }

    /** Rows compared so far, dead letters not among them. */
    long rows() {
        long rows = instrumentRows + stateRows - deadLetters.count();
        for (ArchivedRows table : tables) {
            rows += table.compared();
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        for (ArchivedRows table : tables) {
            table.close();
        }
    }
}
