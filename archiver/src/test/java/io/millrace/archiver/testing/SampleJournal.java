package io.millrace.archiver.testing;

import io.millrace.journal.append.DurabilityPolicy;
import io.millrace.journal.append.JournalAppender;
import io.millrace.journal.batch.BatchBuilder;
import io.millrace.journal.codec.Action;
import io.millrace.journal.codec.Aggressor;
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
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.QuoteEncoder;
import io.millrace.journal.codec.RuleDefinedEncoder;
import io.millrace.journal.codec.SignalBlockedEncoder;
import io.millrace.journal.codec.SignalEncoder;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.codec.StreamKind;
import io.millrace.journal.codec.TradeEncoder;
import java.nio.file.Path;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes journals with every kind of record and with the values at the edges: three days, exponents of both signs,
 * indicators that are NaN or infinite, names defined again half-way. One thread; the same seed gives the same records.
 */
public final class SampleJournal implements SampleStory.Target, AutoCloseable {
    public static final long START_NS = 1_723_139_999_123_456_789L;
    public static final long MINUTE_NS = 60_000_000_000L;
    private static final String ROLL_CYCLE = "FAST_HOURLY";
    private static final double[] EDGE_VALUES = {
        Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE, 1e300, 0.1 + 0.2, -12.5
    };

    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[64 << 10]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final JournalAppender appender;
    private final BatchBuilder batch;
    private final Random random;
    private final SampleStory story;
    private final int engineId;
    private final long journalId;

    private long sequence;
    private long timeNs = START_NS;
    private long tradeId;

    public SampleJournal(Path directory, int engineId, long journalId, long seed) {
        this.engineId = engineId;
        this.journalId = journalId;
        this.random = new Random(seed);
        this.story = new SampleStory(this, scratch, random);
        appender = JournalAppender.open(directory, ROLL_CYCLE, DurabilityPolicy.PROCESS, 0);
        batch = new BatchBuilder(journalId, engineId, 64 << 10);
        batch.begin(1);
    }

    /** A journal of one engine run with about so many random market records, closed. */
    public static long write(Path directory, int engineId, long journalId, long seed, int marketRecords) {
        try (SampleJournal journal = new SampleJournal(directory, engineId, journalId, seed)) {
            journal.start();
            journal.market(marketRecords / 2);
            journal.defineAgain();
            journal.market(marketRecords - marketRecords / 2);
            journal.stop();
            return journal.lastSequence();
        }
    }

    /** Articles, outcomes, orders, alerts: so many things that happen, in one batch; committed. */
    public void story(int things) {
        for (int i = 0; i < things; i++) {
            story.goOn();
        }
        commit();
    }

    @Override
    public long nextSequence() {
        return next();
    }

    @Override
    public long timeNs() {
        return timeNs;
    }

    @Override
    public void add(int length) {
        int offset = batch.claim(length);
        batch.buffer().putBytes(offset, scratch, 0, length);
    }

    public long lastSequence() {
        return sequence;
    }

    /** The records at the start of every journal; committed. */
    public void start() {
        started();
        config("millrace.engine { bars = [1m, 5m] } # größer als früher\n");
        indicator(1, "sma20", "SMA", "value");
        indicator(2, "macd", "MACD", "macd,signal,histogram");
        rule(1, "cross", "moving-average-cross", "fast,slow,adx");
        rule(2, "bands \"wide\"", "bollinger-breakout", "close,upper,lower,width");
        rule(3, "bare", "NONE", "");
        instrument(1, "BTCUSDT", "BTC", "USDT", -8, -8);
        instrument(2, "SPY", "SPY", "USD", -4, 0);
        instrument(3, "M&M 50", "M&M 50", "INR", -2, 2);
        rule(4, "turn", "rsi-reversion", "rsi,previous_rsi,extreme_rsi,atr");
        feedStatus(FeedState.STARTED, FeedOrigin.FEED, 0);
        commit();
    }

    /** Names change their meaning from here on; committed. */
    public void defineAgain() {
        config("millrace.engine { bars = [1m] }\n");
        indicator(1, "ema9", "EMA", "average");
        rule(1, "cross-slow", "other", "fast,slow,gap");
        instrument(2, "SPY", "SPY", "USD", -6, -3);
        commit();
    }

    public void stop() {
        checkpoint();
        begin();
        EngineStoppedEncoder stopped = new EngineStoppedEncoder().wrapAndApplyHeader(scratch, 0, header);
        stopped.sequence(next()).eventTimeNs(timeNs).engineId(engineId).reason(StopReason.FEED_ENDED);
        stopped.reserved((short) 0).reserved2(0).wallTimeNs(timeNs + 77);
        addBody(stopped.encodedLength());
        commit();
    }

    /** Random records in batches of random size. */
    public void market(int count) {
        for (int i = 0; i < count; i++) {
            timeNs += random.nextInt(8) == 0 ? 41_000_000_007L : random.nextInt(1_000_000);
            switch (random.nextInt(46)) {
                case 0 -> bar(BarSource.TRADES);
                case 1 -> bar(BarSource.EXTERNAL);
                case 2, 3, 4, 5 -> indicatorValues();
                case 6 -> signal();
                case 7 -> blocked();
                case 8 -> feedStatus(pick(FeedState.values()), FeedOrigin.ENGINE, 1 + random.nextInt(3));
                case 9 -> clock();
                case 10 -> externalBar();
                case 11 -> checkpoint();
                case 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23 -> quote();
                case 24, 25, 26, 27, 28, 29 -> story.goOn();
                default -> trade();
            }
            if (random.nextInt(20) == 0) {
                commit();
            }
        }
        commit();
    }

    /** Lets time pass. */
    public void advance(long ns) {
        timeNs += ns;
    }

    /** Appends the open batch. */
    public void commit() {
        if (batch.recordCount() > 0) {
            appender.append(batch);
            batch.begin(sequence + 1);
        }
    }

    public void trade() {
        trade(1 + random.nextInt(3), 1 + Math.abs(random.nextLong() >> random.nextInt(60)));
    }

    public void trade(int instrumentId, long price) {
        begin();
        TradeEncoder trade = new TradeEncoder().wrapAndApplyHeader(scratch, 0, header);
        trade.sequence(next())
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs - 3)
                .instrumentId(instrumentId)
                .feedId(65_000)
                .aggressor(pick(Aggressor.UNKNOWN, Aggressor.BUYER, Aggressor.SELLER))
                .suspicious((short) random.nextInt(2))
                .feedPosition(sequence * 3)
                .venueTradeId(random.nextInt(4) == 0 ? -1 : ++tradeId)
                .price(price)
                .quantity(random.nextInt(5) == 0 ? Long.MAX_VALUE : random.nextInt(1_000_000))
                .conditions(random.nextInt(3) == 0 ? 0 : 0xFFFF_FFF0L)
                .venueCode(random.nextInt(3) == 0 ? 0 : 'N' | 'Y' << 8 | 'S' << 16);
        addBody(trade.encodedLength());
    }

    public void quote() {
        begin();
        QuoteEncoder quote = new QuoteEncoder().wrapAndApplyHeader(scratch, 0, header);
        boolean bid = random.nextInt(6) != 0;
        boolean ask = random.nextInt(6) != 0;
        quote.sequence(next())
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs + 5)
                .instrumentId(1 + random.nextInt(3))
                .feedId(2)
                .reserved(0)
                .feedPosition(sequence)
                .venueUpdateId(random.nextInt(4) == 0 ? -1 : sequence * 7)
                .bidPrice(bid ? 1 + random.nextInt(1_000_000) : 0)
                .bidQuantity(bid ? 1 + random.nextInt(1000) : 0)
                .askPrice(ask ? 1 + random.nextInt(1_000_000) : 0)
                .askQuantity(ask ? 10_000L * (1 + random.nextInt(1000)) : 0)
                .conditions(0)
                .venueCode(random.nextInt(2) == 0 ? 0 : 'Q');
        addBody(quote.encodedLength());
    }

    public void bar(BarSource source) {
        begin();
        long low = 1L + random.nextInt(1_000_000);
        long high = low + random.nextInt(1000);
        // A venue may contradict itself; bars of our own do not.
        long open = source == BarSource.EXTERNAL ? high + 1 : low + random.nextInt((int) (high - low) + 1);
        BarClosedEncoder bar = new BarClosedEncoder().wrapAndApplyHeader(scratch, 0, header);
        bar.sequence(next())
                .eventTimeNs(timeNs)
                .instrumentId(1 + random.nextInt(3))
                .source(source)
                .volumeSaturated((short) random.nextInt(2))
                .reserved(0)
                .intervalNs(pickInterval())
                .openTimeNs(timeNs / MINUTE_NS * MINUTE_NS)
                .openPrice(open)
                .highPrice(high)
                .lowPrice(low)
                .closePrice(low)
                .volume(random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(1000))
                .tradeCount(source == BarSource.EXTERNAL ? -1 : random.nextInt(100));
        addBody(bar.encodedLength());
    }

    public void indicatorValues() {
        begin();
        IndicatorValuesEncoder values = new IndicatorValuesEncoder().wrapAndApplyHeader(scratch, 0, header);
        values.sequence(next())
                .eventTimeNs(timeNs)
                .instrumentId(1 + random.nextInt(3))
                .reserved(0)
                .intervalNs(MINUTE_NS)
                .openTimeNs(timeNs / MINUTE_NS * MINUTE_NS);
        values.valuesCount(4)
                .next()
                .indicatorId(1)
                .output(0)
                .value(edgeValue())
                .next()
                .indicatorId(2)
                .output(0)
                .value(edgeValue())
                .next()
                .indicatorId(2)
                .output(1)
                .value(random.nextGaussian())
                .next()
                .indicatorId(2)
                .output(2)
                .value(random.nextGaussian());
        addBody(values.encodedLength());
    }

    public void signal() {
        begin();
        int instrumentId = 1 + random.nextInt(3);
        long hash = (sequence + 1) * 2_654_435_761L & 0xFFFF_FFFFL;
        SignalEncoder signal = new SignalEncoder().wrapAndApplyHeader(scratch, 0, header);
        signal.sequence(next())
                .eventTimeNs(timeNs)
                .instrumentId(instrumentId)
                .ruleId(1 + random.nextInt(4))
                .action(pick(Action.BUY, Action.SELL))
                .reserved((short) 0)
                .tradeIdHash(hash)
                .reserved2(0)
                .intervalNs(5 * MINUTE_NS)
                .openTimeNs(timeNs / MINUTE_NS * MINUTE_NS)
                .expiryTimeNs(timeNs + 5 * MINUTE_NS)
                .entryPrice(1000 + random.nextInt(100))
                .stopLoss(900)
                .takeProfit(1200)
                .confidence(random.nextDouble())
                .riskReward(random.nextInt(4) == 0 ? Double.NaN : 2.0 / 3)
                .operand0(edgeValue())
                .operand1(random.nextGaussian())
                .operand2(edgeValue())
                .operand3(edgeValue())
                .cmsScore(component())
                .sentimentComponent(component())
                .technicalComponent(component())
                .regimeComponent(component());
        addBody(signal.encodedLength());
        story.signal(sequence, hash, instrumentId);
    }

    public void blocked() {
        begin();
        SignalBlockedEncoder blocked = new SignalBlockedEncoder().wrapAndApplyHeader(scratch, 0, header);
        blocked.sequence(next())
                .eventTimeNs(timeNs)
                .instrumentId(1 + random.nextInt(3))
                .ruleId(1 + random.nextInt(3))
                .action(pick(Action.BUY, Action.SELL))
                .reason(pick(BlockReason.values()))
                .intervalNs(MINUTE_NS)
                .openTimeNs(timeNs / MINUTE_NS * MINUTE_NS)
                .entryPrice(1000)
                .confidence(0.5)
                .limitValue(edgeValue())
                .actualValue(random.nextGaussian())
                .operand0(edgeValue())
                .operand1(1)
                .operand2(2)
                .operand3(edgeValue());
        addBody(blocked.encodedLength());
    }

    public void feedStatus(FeedState state, FeedOrigin origin, int instrumentId) {
        begin();
        FeedStatusEncoder status = new FeedStatusEncoder().wrapAndApplyHeader(scratch, 0, header);
        status
                .sequence(next())
                .eventTimeNs(timeNs)
                .receiveTimeNs(origin == FeedOrigin.FEED ? timeNs : 0)
                .instrumentId(instrumentId)
                .feedId(2)
                .state(state)
                .origin(origin)
                .stream(pick(StreamKind.NONE, StreamKind.TRADES, StreamKind.QUOTES, StreamKind.BARS))
                .reserved((short) 0)
                .reserved2(0)
                .feedPosition(sequence)
                .fingerprint(random.nextLong())
                .expected(random.nextLong())
                .actual(sequence)
                .count(3);
        addBody(status.encodedLength());
    }

    public void checkpoint() {
        begin();
        CheckpointEncoder checkpoint = new CheckpointEncoder().wrapAndApplyHeader(scratch, 0, header);
        checkpoint
                .sequence(next())
                .eventTimeNs(timeNs)
                .stateDigest(random.nextLong())
                .outputDigest(random.nextLong())
                .inputCount(sequence)
                .outputCount(sequence / 2);
        addBody(checkpoint.encodedLength());
    }

    public void instrument(int id, String symbol, String base, String quote, int priceExponent, int quantityExponent) {
        begin();
        InstrumentDefinedEncoder instrument = new InstrumentDefinedEncoder().wrapAndApplyHeader(scratch, 0, header);
        instrument
                .sequence(next())
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs + 1)
                .instrumentId(id)
                .priceExponent((byte) priceExponent)
                .quantityExponent((byte) quantityExponent)
                .symbol(symbol)
                .venue("TEST")
                .baseAsset(base)
                .quoteAsset(quote);
        addBody(instrument.encodedLength());
    }

    public void indicator(int id, String name, String kind, String outputs) {
        begin();
        IndicatorDefinedEncoder indicator = new IndicatorDefinedEncoder().wrapAndApplyHeader(scratch, 0, header);
        indicator
                .sequence(next())
                .eventTimeNs(timeNs)
                .intervalNs(MINUTE_NS)
                .indicatorId(id)
                .outputCount(outputs.split(",").length)
                .name(name)
                .kind(kind)
                .outputNames(outputs);
        addBody(indicator.encodedLength());
    }

    public void rule(int id, String name, String kind, String operands) {
        begin();
        RuleDefinedEncoder rule = new RuleDefinedEncoder().wrapAndApplyHeader(scratch, 0, header);
        rule.sequence(next())
                .eventTimeNs(timeNs)
                .intervalNs(5 * MINUTE_NS)
                .ruleId(id)
                .reserved(0)
                .name(name)
                .kind(kind)
                .operandNames(operands);
        addBody(rule.encodedLength());
    }

    /** A record of a kind that no version knows. */
    public void unknownKind() {
        begin();
        header.wrap(scratch, 0).blockLength(16).templateId(95).schemaId(7117).version(1);
        scratch.putLong(8, next());
        scratch.putLong(16, timeNs);
        addBody(16);
    }

    @Override
    public void close() {
        appender.close();
    }

    private void started() {
        begin();
        EngineStartedEncoder started = new EngineStartedEncoder().wrapAndApplyHeader(scratch, 0, header);
        started.sequence(next())
                .eventTimeNs(0)
                .engineId(engineId)
                .processId(4711)
                .wallTimeNs(timeNs + 1)
                .journalId(journalId)
                .configDigest(-1)
                .codeVersion("0.1.0")
                .javaVersion("17.0.1");
        addBody(started.encodedLength());
    }

    private void config(String text) {
        begin();
        ConfigChangedEncoder config = new ConfigChangedEncoder().wrapAndApplyHeader(scratch, 0, header);
        config.sequence(next())
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs)
                .configDigest(Long.MIN_VALUE)
                .config(text);
        addBody(config.encodedLength());
    }

    private void clock() {
        begin();
        ClockAdvancedEncoder clock = new ClockAdvancedEncoder().wrapAndApplyHeader(scratch, 0, header);
        clock.sequence(next()).eventTimeNs(timeNs).receiveTimeNs(timeNs);
        addBody(clock.encodedLength());
    }

    private void externalBar() {
        begin();
        ExternalBarEncoder bar = new ExternalBarEncoder().wrapAndApplyHeader(scratch, 0, header);
        bar.sequence(next())
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs)
                .instrumentId(1)
                .feedId(2)
                .reserved(0)
                .feedPosition(1)
                .openTimeNs(timeNs)
                .intervalNs(MINUTE_NS)
                .openPrice(1)
                .highPrice(1)
                .lowPrice(1)
                .closePrice(1)
                .volume(1)
                .tradeCount(-1);
        addBody(bar.encodedLength());
    }

    private void begin() {
        scratch.setMemory(0, 4096, (byte) 0);
    }

    private long next() {
        return ++sequence;
    }

    private void addBody(int bodyLength) {
        add(MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }

    private double component() {
        return random.nextInt(3) == 0 ? Double.NaN : random.nextInt(100) / 50.0 - 1;
    }

    private double edgeValue() {
        return random.nextInt(3) == 0 ? EDGE_VALUES[random.nextInt(EDGE_VALUES.length)] : random.nextGaussian() * 100;
    }

    private long pickInterval() {
        return new long[] {1_000_000_000L, MINUTE_NS, 90_000_000_000L, 86_400_000_000_000L}[random.nextInt(4)];
    }

    @SafeVarargs
    private <T extends Enum<T>> T pick(T... values) {
        while (true) {
            T value = values[random.nextInt(values.length)];
            if (!value.name().equals("NULL_VAL")) {
                return value;
            }
        }
    }
}
