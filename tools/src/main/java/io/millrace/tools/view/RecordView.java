package io.millrace.tools.view;

import io.millrace.journal.cold.JournalExtent;
import io.millrace.journal.record.RecordKind;
import io.millrace.journal.record.Records;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns a record into names and values, in the order of the schema. One thread; feed it every record from the start of the
 * journal, so that it knows what the numbers stand for.
 */
public final class RecordView {
    private final Definitions definitions = new Definitions();
    private final InputView inputs = new InputView(definitions);
    private final NewsView news = new NewsView();
    private final CommandView commands = new CommandView(definitions);
    private final OutputView outputs = new OutputView(definitions);
    private final OrderView orders = new OrderView(definitions);
    private final ControlView controls = new ControlView();

    /** Learns what a record defines, and no more: for records that are not to be shown. */
    public void pass(int templateId, DirectBuffer buffer, int offset) {
        definitions.learn(templateId, buffer, offset);
    }

    /** Learns what the records defined that retention has removed: a journal may begin behind its definitions. */
    public void learn(JournalExtent extent) {
        UnsafeBuffer record = new UnsafeBuffer(0, 0);
        for (byte[] definition : extent.definitions()) {
            record.wrap(definition);
            if (extent.firstSequence() > Records.sequence(record, 0)) {
                pass(Records.templateId(record, 0), record, 0);
            }
        }
    }

    /** The record; only {@code sequence}, {@code kind} and {@code templateId} for a kind that this version does not know. */
    public Map<String, Object> of(long sequence, int templateId, DirectBuffer buffer, int offset) {
        pass(templateId, buffer, offset);
        RecordKind kind = RecordKind.of(templateId);
        Fields fields = new Fields().put("sequence", sequence);
        if (kind == null) {
            return fields.put("kind", "unknown").put("templateId", templateId).values();
        }
        long eventTimeNs = Records.eventTimeNs(buffer, offset);
        fields.put("kind", kind.label());
        fields.time("eventTime", eventTimeNs);
        fields.putUnless("eventTimeNs", eventTimeNs, 0);
        switch (kind) {
            case INSTRUMENT_DEFINED -> inputs.instrumentDefined(buffer, offset, fields);
            case TRADE -> inputs.trade(buffer, offset, fields);
            case QUOTE -> inputs.quote(buffer, offset, fields);
            case EXTERNAL_BAR -> inputs.externalBar(buffer, offset, fields);
            case CLOCK_ADVANCED -> inputs.clockAdvanced(buffer, offset, fields);
            case FEED_STATUS -> inputs.feedStatus(buffer, offset, fields);
            case CONFIG_CHANGED -> inputs.configChanged(buffer, offset, fields);
            case NEWS -> news.article(buffer, offset, fields);
            case SENTIMENT -> news.sentiment(buffer, offset, fields);
            case MARKET_EVENT -> news.marketEvent(buffer, offset, fields);
            case SIGNAL_OUTCOME -> commands.signalOutcome(buffer, offset, fields);
            case ORDER_COMMAND -> commands.orderCommand(buffer, offset, fields);
            case ALERT_RULE -> commands.alertRule(buffer, offset, fields);
            case BAR_CLOSED -> outputs.barClosed(buffer, offset, fields);
            case INDICATOR_VALUES -> outputs.indicatorValues(buffer, offset, fields);
            case SIGNAL -> outputs.signal(buffer, offset, fields);
            case SIGNAL_BLOCKED -> outputs.signalBlocked(buffer, offset, fields);
            case ORDER_EVENT -> orders.orderEvent(buffer, offset, fields);
            case FILL -> orders.fill(buffer, offset, fields);
            case POSITION_CHANGED -> orders.positionChanged(buffer, offset, fields);
            case ALERT -> orders.alert(buffer, offset, fields);
            case ENGINE_STARTED -> controls.engineStarted(buffer, offset, fields);
            case CHECKPOINT -> controls.checkpoint(buffer, offset, fields);
            case SNAPSHOT_TAKEN -> controls.snapshotTaken(buffer, offset, fields);
            case ENGINE_STOPPED -> controls.engineStopped(buffer, offset, fields);
            case INDICATOR_DEFINED -> controls.indicatorDefined(buffer, offset, fields);
            case RULE_DEFINED -> controls.ruleDefined(buffer, offset, fields);
        }
        return fields.values();
    }

    public Definitions definitions() {
        return definitions;
    }
}
