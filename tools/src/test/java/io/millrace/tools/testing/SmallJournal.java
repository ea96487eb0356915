package io.millrace.tools.testing;

import io.millrace.journal.codec.Action;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.AlertCondition;
import io.millrace.journal.codec.AlertRequest;
import io.millrace.journal.codec.BarClosedEncoder;
import io.millrace.journal.codec.BarSource;
import io.millrace.journal.codec.BlockReason;
import io.millrace.journal.codec.CheckpointEncoder;
import io.millrace.journal.codec.ClockAdvancedEncoder;
import io.millrace.journal.codec.ConfigChangedEncoder;
import io.millrace.journal.codec.EngineStartedEncoder;
import io.millrace.journal.codec.EngineStoppedEncoder;
import io.millrace.journal.codec.ExternalBarEncoder;
import io.millrace.journal.codec.FeedOrigin;
import io.millrace.journal.codec.FeedState;
import io.millrace.journal.codec.FeedStatusEncoder;
import io.millrace.journal.codec.IndicatorDefinedEncoder;
import io.millrace.journal.codec.IndicatorValuesEncoder;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.Liquidity;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.OrderReason;
import io.millrace.journal.codec.OrderRequest;
import io.millrace.journal.codec.OrderStatus;
import io.millrace.journal.codec.OrderType;
import io.millrace.journal.codec.OutcomeResult;
import io.millrace.journal.codec.QuoteEncoder;
import io.millrace.journal.codec.RuleDefinedEncoder;
import io.millrace.journal.codec.Severity;
import io.millrace.journal.codec.SignalBlockedEncoder;
import io.millrace.journal.codec.SignalEncoder;
import io.millrace.journal.codec.SnapshotTakenEncoder;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.codec.StreamKind;
import io.millrace.journal.codec.TimeInForce;
import io.millrace.journal.codec.TradeEncoder;
import io.millrace.journal.testing.JournalFixture;
import io.millrace.journal.testing.SampleEvents;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a journal with one record of every kind, in a sensible order, and as many signals as a test wants. One thread.
 */
public final class SmallJournal implements AutoCloseable {
    /** 2024-12-20T14:30:52.123456789Z. */
    public static final long TIME_NS = 1_734_705_052_123_456_789L;

    /** Records that {@link #oneOfEach} writes. */
    public static final int KINDS = 27;

    private static final long MINUTE_NS = 60_000_000_000L;

    private final JournalFixture journal;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[4096]);
    private final SampleEvents events = new SampleEvents(scratch);
    private long signalSequence;

    public SmallJournal(Path directory) {
        journal = new JournalFixture(directory);
    }

    /** One record of every kind: BTCUSDT on BINANCE with two decimals of price and three of quantity. */
    public SmallJournal oneOfEach() {
        engineStarted();
        configChanged();
        definitions();
        inputs();
        outputs();
        signal(0xa1b2c3d4L);
        news();
        orders();
        alerts();
        end();
        journal.commit();
        return this;
    }

    /** More signals, each in a batch of its own. */
    public SmallJournal signals(int count) {
        for (int i = 0; i < count; i++) {
            signal(i + 1L);
            journal.commit();
        }
        return this;
    }

    private void engineStarted() {
        EngineStartedEncoder started = new EngineStartedEncoder();
        started.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(0)
                .engineId(7)
                .processId(4711)
                .wallTimeNs(TIME_NS)
                .journalId(JournalFixture.JOURNAL_ID)
                .configDigest(0xfeedL)
                .codeVersion("0.1.0")
                .javaVersion("17.0.1");
        add(started.encodedLength());
    }

    private void configChanged() {
        ConfigChangedEncoder config = new ConfigChangedEncoder();
        config.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(0)
                .receiveTimeNs(TIME_NS)
                .configDigest(0xfeedL)
                .config("bars = [1m]");
        add(config.encodedLength());
    }

    private void definitions() {
        IndicatorDefinedEncoder indicator = new IndicatorDefinedEncoder();
        indicator
                .wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(0)
                .intervalNs(MINUTE_NS)
                .indicatorId(3)
                .outputCount(3)
                .name("macd-1m")
                .kind("MACD")
                .outputNames("macd,signal,histogram");
        add(indicator.encodedLength());
        RuleDefinedEncoder rule = new RuleDefinedEncoder();
        rule.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(0)
                .intervalNs(MINUTE_NS)
                .ruleId(2)
                .reserved(0)
                .name("ma-cross-1m")
                .kind("moving-average-cross")
                .operandNames("fast,slow,adx");
        add(rule.encodedLength());
        InstrumentDefinedEncoder instrument = new InstrumentDefinedEncoder();
        instrument
                .wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .receiveTimeNs(TIME_NS)
                .instrumentId(1)
                .priceExponent((byte) -2)
                .quantityExponent((byte) -3)
                .symbol("BTCUSDT")
                .venue("BINANCE")
                .baseAsset("BTC")
                .quoteAsset("USDT");
        add(instrument.encodedLength());
    }

    private void inputs() {
        FeedStatusEncoder status = new FeedStatusEncoder();
        status
                .wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .receiveTimeNs(0)
                .instrumentId(1)
                .feedId(1)
                .state(FeedState.GAP)
                .origin(FeedOrigin.ENGINE)
                .stream(StreamKind.TRADES)
                .reserved((short) 0)
                .reserved2(0)
                .feedPosition(12)
                .fingerprint(0)
                .expected(100)
                .actual(103)
                .count(3);
        add(status.encodedLength());
        TradeEncoder trade = new TradeEncoder();
        trade.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .receiveTimeNs(TIME_NS + 5)
                .instrumentId(1)
                .feedId(1)
                .aggressor(Aggressor.SELLER)
                .suspicious((short) 0)
                .feedPosition(13)
                .venueTradeId(103)
                .price(6_180_030)
                .quantity(1_500)
                .conditions(0)
                .venueCode('N' | 'Y' << 8);
        add(trade.encodedLength());
        QuoteEncoder quote = new QuoteEncoder();
        quote.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .receiveTimeNs(TIME_NS + 5)
                .instrumentId(1)
                .feedId(1)
                .reserved(0)
                .feedPosition(14)
                .venueUpdateId(-1)
                .bidPrice(6_180_020)
                .bidQuantity(2_000)
                .askPrice(6_180_040)
                .askQuantity(1)
                .conditions(0)
                .venueCode(0);
        add(quote.encodedLength());
        externalBar();
        ClockAdvancedEncoder clock = new ClockAdvancedEncoder();
        clock.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .receiveTimeNs(TIME_NS);
        add(clock.encodedLength());
    }

    private void externalBar() {
        ExternalBarEncoder bar = new ExternalBarEncoder();
        bar.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .receiveTimeNs(TIME_NS + 5)
                .instrumentId(1)
                .feedId(2)
                .reserved(0)
                .feedPosition(1)
                .openTimeNs(TIME_NS - MINUTE_NS)
                .intervalNs(MINUTE_NS)
                .openPrice(100)
                .highPrice(200)
                .lowPrice(50)
                .closePrice(150)
                .volume(7_000)
                .tradeCount(-1);
        add(bar.encodedLength());
    }

    private void outputs() {
        BarClosedEncoder bar = new BarClosedEncoder();
        bar.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .instrumentId(1)
                .source(BarSource.TRADES)
                .volumeSaturated((short) 0)
                .reserved(0)
                .intervalNs(MINUTE_NS)
                .openTimeNs(TIME_NS - MINUTE_NS)
                .openPrice(100)
                .highPrice(200)
                .lowPrice(50)
                .closePrice(150)
                .volume(7_000)
                .tradeCount(9);
        add(bar.encodedLength());
        IndicatorValuesEncoder indicators = new IndicatorValuesEncoder();
        indicators
                .wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .instrumentId(1)
                .reserved(0)
                .intervalNs(MINUTE_NS)
                .openTimeNs(TIME_NS - MINUTE_NS)
                .valuesCount(2)
                .next()
                .indicatorId(3)
                .output(0)
                .value(1.25)
                .next()
                .indicatorId(3)
                .output(2)
                .value(Double.NaN);
        add(indicators.encodedLength());
        SignalBlockedEncoder blocked = new SignalBlockedEncoder();
        blocked.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .instrumentId(1)
                .ruleId(2)
                .action(Action.SELL)
                .reason(BlockReason.WIDE_SPREAD)
                .intervalNs(MINUTE_NS)
                .openTimeNs(TIME_NS - MINUTE_NS)
                .entryPrice(150)
                .confidence(0.5)
                .limitValue(25)
                .actualValue(31.5)
                .operand0(1)
                .operand1(2)
                .operand2(3)
                .operand3(Double.NaN);
        add(blocked.encodedLength());
    }

    private void signal(long hash) {
        SignalEncoder signal = new SignalEncoder();
        signal.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .instrumentId(1)
                .ruleId(2)
                .action(Action.BUY)
                .reserved((short) 0)
                .tradeIdHash(hash)
                .reserved2(0)
                .intervalNs(MINUTE_NS)
                .openTimeNs(TIME_NS - MINUTE_NS)
                .expiryTimeNs(TIME_NS + MINUTE_NS)
                .entryPrice(6_180_030)
                .stopLoss(6_170_000)
                .takeProfit(6_200_090)
                .confidence(0.73)
                .riskReward(2)
                .operand0(10.5)
                .operand1(9.5)
                .operand2(22)
                .operand3(Double.NaN)
                .cmsScore(hash == 0xa1b2c3d4L ? 0.42 : Double.NaN)
                .sentimentComponent(Double.NaN)
                .technicalComponent(Double.NaN)
                .regimeComponent(Double.NaN);
        add(signal.encodedLength());
        signalSequence = lastSequence();
    }

    private void news() {
        addRecord(events.news(
                journal.nextSequence(), TIME_NS, 77, 1, "BTCUSDT\nSPY", "Fork is near", "It is said to be near."));
        long article = lastSequence();
        addRecord(events.sentiment(journal.nextSequence(), TIME_NS, article, 77, 0.5, 0.9, "near", ""));
        addRecord(
                events.marketEvent(journal.nextSequence(), TIME_NS, article, 77, Severity.HIGH, "FORK", "fork\nnear"));
    }

    private void orders() {
        SampleEvents.Order order = new SampleEvents.Order(
                1, signalSequence, 1, OrderType.LIMIT, Action.BUY, TimeInForce.DAY, 1_500, 6_180_030, 0);
        addRecord(events.signalOutcome(
                journal.nextSequence(),
                TIME_NS,
                signalSequence,
                0xa1b2c3d4L,
                1,
                OutcomeResult.WIN,
                6_200_090,
                15_075_000_000L));
        addRecord(events.orderCommand(journal.nextSequence(), TIME_NS, OrderRequest.NEW, order));
        addRecord(events.orderEvent(
                journal.nextSequence(), TIME_NS, order, OrderStatus.FILLED, OrderReason.NONE, 1_500, 6_180_030));
        addRecord(events.fill(
                journal.nextSequence(), TIME_NS, order, 0, 6_180_030, 1_500, -125_000_000, Liquidity.MAKER));
        addRecord(events.positionChanged(journal.nextSequence(), TIME_NS, lastSequence(), 1, 1_500, 6_180_030, 0));
    }

    private void alerts() {
        addRecord(events.alertRule(
                journal.nextSequence(),
                TIME_NS,
                1,
                AlertRequest.DEFINE,
                AlertCondition.PRICE_ABOVE,
                1,
                0,
                Double.NaN,
                6_200_000));
        long rule = lastSequence();
        addRecord(events.alert(
                journal.nextSequence(),
                TIME_NS,
                1,
                rule,
                signalSequence,
                AlertCondition.PRICE_ABOVE,
                1,
                Double.NaN,
                6_200_090));
    }

    private void end() {
        CheckpointEncoder checkpoint = new CheckpointEncoder();
        checkpoint
                .wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .stateDigest(0x1234L)
                .outputDigest(-1)
                .inputCount(5)
                .outputCount(4);
        add(checkpoint.encodedLength());
        SnapshotTakenEncoder snapshot = new SnapshotTakenEncoder();
        snapshot.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .snapshotSequence(3)
                .stateDigest(0x1234L)
                .outputDigest(-1)
                .layoutDigest(0x77L)
                .sizeBytes(4_096)
                .wallTimeNs(TIME_NS);
        add(snapshot.encodedLength());
        EngineStoppedEncoder stopped = new EngineStoppedEncoder();
        stopped.wrapAndApplyHeader(scratch, 0, header)
                .sequence(journal.nextSequence())
                .eventTimeNs(TIME_NS)
                .engineId(7)
                .reason(StopReason.FEED_ENDED)
                .reserved((short) 0)
                .reserved2(0)
                .wallTimeNs(TIME_NS);
        add(stopped.encodedLength());
    }

    private void add(int bodyLength) {
        addRecord(MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }

    private void addRecord(int length) {
        int offset = journal.claim(length);
        MutableDirectBuffer buffer = journal.buffer();
        buffer.putBytes(offset, scratch, 0, length);
    }

    private long lastSequence() {
        return journal.nextSequence() - 1;
    }

    @Override
    public void close() {
        journal.close();
    }
}
