package io.millrace.journal.record;

import io.millrace.journal.codec.AlertDecoder;
import io.millrace.journal.codec.AlertRuleDecoder;
import io.millrace.journal.codec.BarClosedDecoder;
import io.millrace.journal.codec.CheckpointDecoder;
import io.millrace.journal.codec.ClockAdvancedDecoder;
import io.millrace.journal.codec.ConfigChangedDecoder;
import io.millrace.journal.codec.EngineStartedDecoder;
import io.millrace.journal.codec.EngineStoppedDecoder;
import io.millrace.journal.codec.ExternalBarDecoder;
import io.millrace.journal.codec.FeedStatusDecoder;
import io.millrace.journal.codec.FillDecoder;
import io.millrace.journal.codec.IndicatorDefinedDecoder;
import io.millrace.journal.codec.IndicatorValuesDecoder;
import io.millrace.journal.codec.InstrumentDefinedDecoder;
import io.millrace.journal.codec.MarketEventDecoder;
import io.millrace.journal.codec.NewsDecoder;
import io.millrace.journal.codec.OrderCommandDecoder;
import io.millrace.journal.codec.OrderEventDecoder;
import io.millrace.journal.codec.PositionChangedDecoder;
import io.millrace.journal.codec.QuoteDecoder;
import io.millrace.journal.codec.RuleDefinedDecoder;
import io.millrace.journal.codec.SentimentDecoder;
import io.millrace.journal.codec.SignalBlockedDecoder;
import io.millrace.journal.codec.SignalDecoder;
import io.millrace.journal.codec.SignalOutcomeDecoder;
import io.millrace.journal.codec.SnapshotTakenDecoder;
import io.millrace.journal.codec.TradeDecoder;

/**
 * The kinds of record, with the SBE template id of each.
 *
 * <p>Any thread; immutable.
 */
public enum RecordKind {
    INSTRUMENT_DEFINED(InstrumentDefinedDecoder.TEMPLATE_ID, "InstrumentDefined", Category.INPUT),
    TRADE(TradeDecoder.TEMPLATE_ID, "Trade", Category.INPUT),
    QUOTE(QuoteDecoder.TEMPLATE_ID, "Quote", Category.INPUT),
    EXTERNAL_BAR(ExternalBarDecoder.TEMPLATE_ID, "ExternalBar", Category.INPUT),
    CLOCK_ADVANCED(ClockAdvancedDecoder.TEMPLATE_ID, "ClockAdvanced", Category.INPUT),
    /** An input when a feed made it, an output when the engine derived it: see {@link Records#categoryOf}. */
    FEED_STATUS(FeedStatusDecoder.TEMPLATE_ID, "FeedStatus", Category.INPUT),
    CONFIG_CHANGED(ConfigChangedDecoder.TEMPLATE_ID, "ConfigChanged", Category.INPUT),
    NEWS(NewsDecoder.TEMPLATE_ID, "News", Category.INPUT),
    SENTIMENT(SentimentDecoder.TEMPLATE_ID, "Sentiment", Category.INPUT),
    MARKET_EVENT(MarketEventDecoder.TEMPLATE_ID, "MarketEvent", Category.INPUT),
    SIGNAL_OUTCOME(SignalOutcomeDecoder.TEMPLATE_ID, "SignalOutcome", Category.INPUT),
    ORDER_COMMAND(OrderCommandDecoder.TEMPLATE_ID, "OrderCommand", Category.INPUT),
    ALERT_RULE(AlertRuleDecoder.TEMPLATE_ID, "AlertRule", Category.INPUT),
    BAR_CLOSED(BarClosedDecoder.TEMPLATE_ID, "BarClosed", Category.OUTPUT),
    INDICATOR_VALUES(IndicatorValuesDecoder.TEMPLATE_ID, "IndicatorValues", Category.OUTPUT),
    SIGNAL(SignalDecoder.TEMPLATE_ID, "Signal", Category.OUTPUT),
    SIGNAL_BLOCKED(SignalBlockedDecoder.TEMPLATE_ID, "SignalBlocked", Category.OUTPUT),
    ORDER_EVENT(OrderEventDecoder.TEMPLATE_ID, "OrderEvent", Category.OUTPUT),
    FILL(FillDecoder.TEMPLATE_ID, "Fill", Category.OUTPUT),
    POSITION_CHANGED(PositionChangedDecoder.TEMPLATE_ID, "PositionChanged", Category.OUTPUT),
    ALERT(AlertDecoder.TEMPLATE_ID, "Alert", Category.OUTPUT),
    ENGINE_STARTED(EngineStartedDecoder.TEMPLATE_ID, "EngineStarted", Category.CONTROL),
    CHECKPOINT(CheckpointDecoder.TEMPLATE_ID, "Checkpoint", Category.CONTROL),
    SNAPSHOT_TAKEN(SnapshotTakenDecoder.TEMPLATE_ID, "SnapshotTaken", Category.CONTROL),
    ENGINE_STOPPED(EngineStoppedDecoder.TEMPLATE_ID, "EngineStopped", Category.CONTROL),
    INDICATOR_DEFINED(IndicatorDefinedDecoder.TEMPLATE_ID, "IndicatorDefined", Category.CONTROL),
    RULE_DEFINED(RuleDefinedDecoder.TEMPLATE_ID, "RuleDefined", Category.CONTROL);

    /** What a record is to a replay: fed again, made again and compared, or passed over. */
    public enum Category {
        INPUT,
        OUTPUT,
        CONTROL
    }

    private static final RecordKind[] BY_TEMPLATE_ID = new RecordKind[96];

    static {
        for (final RecordKind kind : values()) {
            BY_TEMPLATE_ID[kind.templateId] = kind;
        }
    }

    private final int templateId;
    private final String label;
    private final Category category;

    RecordKind(final int templateId, final String label, final Category category) {
        this.templateId = templateId;
        this.label = label;
        this.category = category;
    }

    /** The SBE template id. */
    public int templateId() {
        return templateId;
    }

    /** The name as the schema spells it. */
    public String label() {
        return label;
    }

    /** The category of the kind; of a FeedStatus only the record itself can tell. */
    public Category category() {
        return category;
    }

    /** The kind of a template id, or null where this version knows none. */
    public static RecordKind of(final int templateId) {
        return templateId >= 0 && templateId < BY_TEMPLATE_ID.length ? BY_TEMPLATE_ID[templateId] : null;
    }
}
