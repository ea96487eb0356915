package io.millrace.archiver.sink;

import io.millrace.archiver.ArchiverException;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import io.millrace.journal.tail.RecordHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Takes records in order and collects the rows of all tables until they are written in one transaction.
 *
 * <p>One thread at a time: the archiver's collects, then another may write and clear. No allocation per tick, bar or indicator
 * value. Throws where the sequence has a gap, a
 * record is of an unknown kind, or names what nothing defined; what was collected is then lost, the last commit stands.
 */
public final class RecordSink implements RecordHandler {
    private final int engineId;
    private final InstrumentSink instruments;
    private final TickSink ticks;
    private final TableSink prices;
    private final TableSink indicatorValues;
    private final TableSink signals;
    private final TableSink blockedSignals;
    private final TableSink articles;
    private final TableSink sentimentScores;
    private final TableSink marketEvents;
    private final TableSink signalOutcomes;
    private final TableSink orderCommands;
    private final TableSink orderEvents;
    private final TableSink fills;
    private final TableSink positions;
    private final TableSink alertRules;
    private final TableSink alerts;
    private final TableSink feedEvents;
    private final TableSink engineEvents;
    private final TableSink indicatorDefinitions;
    private final TableSink ruleDefinitions;
    private final List<TableSink> tables;

    private long lastSequence;
    private long newestTimeNs;
    private long records;

    /** What the collected rows are of; another sink may have gone further meanwhile, see {@link #continueAfter}. */
    private long firstCollected;

    private long lastCollected;

    /**
     * A sink of one engine's records.
     *
     * @param dictionaries names in force at {@code lastSequence}; the sink keeps them current
     * @param lastSequence the last record that is in the tables
     */
    public RecordSink(int engineId, Dictionaries dictionaries, long lastSequence) {
        this.engineId = engineId;
        instruments = new InstrumentSink(engineId, dictionaries);
        ticks = new TickSink(engineId, dictionaries);
        prices = new PriceSink(engineId, dictionaries);
        indicatorValues = new IndicatorValueSink(engineId, dictionaries);
        signals = new SignalSink(engineId, dictionaries);
        blockedSignals = new BlockedSignalSink(engineId, dictionaries);
        articles = new ArticleSink(engineId, dictionaries);
        sentimentScores = new SentimentSink(engineId, dictionaries);
        marketEvents = new MarketEventSink(engineId, dictionaries);
        signalOutcomes = new SignalOutcomeSink(engineId, dictionaries);
        orderCommands = new OrderCommandSink(engineId, dictionaries);
        orderEvents = new OrderEventSink(engineId, dictionaries);
        fills = new FillSink(engineId, dictionaries);
        positions = new PositionSink(engineId, dictionaries);
        alertRules = new AlertRuleSink(engineId, dictionaries);
        alerts = new AlertSink(engineId, dictionaries);
        feedEvents = new FeedEventSink(engineId, dictionaries);
        engineEvents = new EngineEventSink(engineId, dictionaries);
        indicatorDefinitions = new IndicatorDefinitionSink(engineId, dictionaries);
        ruleDefinitions = new RuleDefinitionSink(engineId, dictionaries);
        // A table comes after those that its rows refer to.
        tables = List.of(
                ticks,
                prices,
                indicatorValues,
                signals,
                blockedSignals,
                articles,
                sentimentScores,
                marketEvents,
                signalOutcomes,
                orderCommands,
                orderEvents,
                fills,
                positions,
                alertRules,
                alerts,
                feedEvents,
                engineEvents,
                indicatorDefinitions,
                ruleDefinitions);
        this.lastSequence = lastSequence;
    }

    @Override
    public void onRecord(long sequence, int templateId, DirectBuffer buffer, int offset, int length) {
        if (sequence != lastSequence + 1) {
            throw new ArchiverException("the journal goes from sequence " + lastSequence + " to " + sequence
                    + ": records are missing, archiving stops here; run `millrace verify`");
        }
        RecordKind kind = RecordKind.of(templateId);
        if (kind == null) {
            throw new ArchiverException("record " + sequence + " is of kind " + templateId
                    + ", which this version does not know: run an archiver of the engine's version");
        }
        switch (kind) {
            case INSTRUMENT_DEFINED -> instruments.add(sequence, buffer, offset);
            case TRADE, QUOTE -> ticks.add(sequence, buffer, offset);
            case BAR_CLOSED -> prices.add(sequence, buffer, offset);
            case INDICATOR_VALUES -> indicatorValues.add(sequence, buffer, offset);
            case SIGNAL -> signals.add(sequence, buffer, offset);
            case SIGNAL_BLOCKED -> blockedSignals.add(sequence, buffer, offset);
            case NEWS -> articles.add(sequence, buffer, offset);
            case SENTIMENT -> sentimentScores.add(sequence, buffer, offset);
            case MARKET_EVENT -> marketEvents.add(sequence, buffer, offset);
            case SIGNAL_OUTCOME -> signalOutcomes.add(sequence, buffer, offset);
            case ORDER_COMMAND -> orderCommands.add(sequence, buffer, offset);
            case ORDER_EVENT -> orderEvents.add(sequence, buffer, offset);
            case FILL -> fills.add(sequence, buffer, offset);
            case POSITION_CHANGED -> positions.add(sequence, buffer, offset);
            case ALERT_RULE -> alertRules.add(sequence, buffer, offset);
            case ALERT -> alerts.add(sequence, buffer, offset);
            case FEED_STATUS -> feedEvents.add(sequence, buffer, offset);
            case ENGINE_STARTED, ENGINE_STOPPED, CHECKPOINT, CONFIG_CHANGED ->
                engineEvents.add(sequence, buffer, offset);
            case INDICATOR_DEFINED -> indicatorDefinitions.add(sequence, buffer, offset);
            case RULE_DEFINED -> ruleDefinitions.add(sequence, buffer, offset);
            case EXTERNAL_BAR, CLOCK_ADVANCED, SNAPSHOT_TAKEN -> {
                // Not archived: a venue's bar comes again as BarClosed, the clock has no row of its own, and a snapshot
                // is a matter of the engine's disk.
            }
        }
        if (records == 0) {
            firstCollected = sequence;
        }
        lastCollected = sequence;
        lastSequence = sequence;
        newestTimeNs = Math.max(newestTimeNs, Records.eventTimeNs(buffer, offset));
        records++;
    }

    /** Records taken since the last {@link #clear}, those without a row included. */
    public long records() {
        return records;
    }

    /** The last record taken. */
    public long lastSequence() {
        return lastSequence;
    }

    /** The newest event time taken so far; 0 before the first record that has one. */
    public long newestTimeNs() {
        return newestTimeNs;
    }

    /** Memory that the collected rows take. */
    public long sizeBytes() {
        long size = 0;
        for (int i = 0; i < tables.size(); i++) {
            size += tables.get(i).rows.sizeBytes();
        }
        return size;
    }

    /** Days, counted from 1970-01-01 UTC, for which {@code ticks} needs a partition. */
    public LongHashSet tickDays() {
        return ticks.days();
    }

    /**
     * Writes all rows in the caller's transaction.
     *
     * @param rowsByTable gets the number of rows added
     */
    public void write(Connection connection, Map<String, Long> rowsByTable) throws SQLException {
        count(rowsByTable, InstrumentSink.TABLE, instruments.write(connection));
        CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
        for (TableSink table : tables) {
            added(connection, rowsByTable, table, table.copyInto(manager));
        }
        audit(connection, rowsByTable);
    }

    /**
     * Writes all rows but those of the records that a table refuses, in the caller's transaction.
     *
     * @param rowsByTable gets the number of rows added
     * @param refusals gets what was refused
     * @throws Refusals.TooManyException when they have no room for more
     */
    public void write(Connection connection, Map<String, Long> rowsByTable, Refusals refusals)
            throws SQLException, Refusals.TooManyException {
        RefusalSearch search = new RefusalSearch(connection, refusals);
        count(rowsByTable, InstrumentSink.TABLE, instruments.write(connection, search));
        for (TableSink table : tables) {
            added(connection, rowsByTable, table, search.copy(table));
        }
        audit(connection, rowsByTable);
    }

    /** Goes on where another sink of the same engine and with the same dictionaries stands. */
    public void continueAfter(RecordSink other) {
        lastSequence = other.lastSequence;
        newestTimeNs = other.newestTimeNs;
    }

    /** Forgets the collected rows, after their transaction has committed. */
    public void clear() {
        instruments.clear();
        for (TableSink table : tables) {
            table.rows.clear();
        }
        ticks.clear();
        records = 0;
    }

    private void audit(Connection connection, Map<String, Long> rowsByTable) throws SQLException {
        if (rowsByTable.keySet().stream().anyMatch(JournalAudit::covers)) {
            JournalAudit.write(connection, engineId, firstCollected, lastCollected);
        }
    }

    private void added(Connection connection, Map<String, Long> rowsByTable, TableSink table, long rows)
            throws SQLException {
        if (rows > 0) {
            table.updateState(connection, firstCollected, lastCollected);
            count(rowsByTable, table.table(), rows);
        }
    }

    private static void count(Map<String, Long> rowsByTable, String table, long rows) {
        if (rows > 0) {
            rowsByTable.merge(table, rows, Long::sum);
        }
    }
}
