package io.millrace.benchmarks.load;

import io.millrace.journal.codec.Action;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.InstrumentDefinedEncoder;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.QuoteEncoder;
import io.millrace.journal.codec.RuleDefinedEncoder;
import io.millrace.journal.codec.SignalEncoder;
import io.millrace.journal.codec.TradeEncoder;
import io.millrace.journal.tail.RecordHandler;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.ExpandableArrayBuffer;

/**
 * Records of many days of one market, each day another one, as an engine would have journaled them: definitions, trades, quotes and
 * signals. For archives that are longer than an engine could write in the time of a test.
 *
 * <p>Bursts and gaps are as recorded ({@link CapturedArrivals}) and stretched so that the ticks fill the day. The instrument of rank
 * {@code r} has a share of {@code 1/r}, so the first of 64 has a fifth of all ticks. Prices walk at random, a day begins at a price
 * that follows from the days before. All of it follows from the seed and the date, so a day is the same in every archive.
 *
 * <p>One thread. Sequences go on from 1 over all calls.
 */
public final class MarketDays {
    /** Instruments of the market, numbered from 1 by their rank. */
    public static final int INSTRUMENTS = 64;

    private static final long DAY_NS = Duration.ofDays(1).toNanos();
    private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();
    private static final long RECEIVED_AFTER_NS = 250_000L;
    private static final int TRADE_PERCENT = 60;
    private static final long LOWEST_PRICE = 10_000L;
    private static final LocalDate FIRST_KNOWN = LocalDate.of(2020, 1, 1);
    private static final long SEED = 20_261_129L;
    private static final int RULE_ID = 1;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TradeEncoder trade = new TradeEncoder();
    private final QuoteEncoder quote = new QuoteEncoder();
    private final SignalEncoder signal = new SignalEncoder();
    private final double[] shares = new double[INSTRUMENTS];
    private final int ticksPerDay;
    private final int ticksPerSignal;
    private long sequence;
    private long position;

    /** A market of so many ticks a day, of which every so manieth is followed by a signal. */
    public MarketDays(final int ticksPerDay, final int ticksPerSignal) {
        this.ticksPerDay = ticksPerDay;
        this.ticksPerSignal = ticksPerSignal;
        double sum = 0;
        for (int i = 0; i < INSTRUMENTS; i++) {
            sum += 1.0 / (i + 1);
            shares[i] = sum;
        }
        for (int i = 0; i < INSTRUMENTS; i++) {
            shares[i] /= sum;
        }
    }

    /** The symbol of an instrument. */
    public static String symbol(final int instrumentId) {
        return "DAY" + instrumentId + "USD";
    }

    /** Gives the definitions of instruments and of the rule behind the signals; they come before the first day. */
    public void define(final LocalDate day, final RecordHandler out) {
        final long timeNs = startNs(day);
        for (int id = 1; id <= INSTRUMENTS; id++) {
            new InstrumentDefinedEncoder()
                    .wrapAndApplyHeader(buffer, 0, header)
                    .sequence(++sequence)
                    .eventTimeNs(timeNs)
                    .receiveTimeNs(timeNs)
                    .instrumentId(id)
                    .priceExponent((byte) LoadLap.PRICE_EXPONENT)
                    .quantityExponent((byte) LoadLap.QUANTITY_EXPONENT)
                    .symbol(symbol(id))
                    .venue("BENCH")
                    .baseAsset("DAY" + id)
                    .quoteAsset("USD");
            give(out, InstrumentDefinedEncoder.TEMPLATE_ID, InstrumentDefinedEncoder.BLOCK_LENGTH);
        }
        final RuleDefinedEncoder rule = new RuleDefinedEncoder()
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(++sequence)
                .eventTimeNs(timeNs)
                .intervalNs(MINUTE_NS)
                .ruleId(RULE_ID)
                .reserved(0)
                .name("oversold")
                .kind("rsi")
                .operandNames("rsi,limit");
        give(out, RuleDefinedEncoder.TEMPLATE_ID, rule.limit() - MessageHeaderEncoder.ENCODED_LENGTH);
    }

    /** Gives the records of a day in the order of time. */
    public void day(final LocalDate day, final RecordHandler out) {
        final SplittableRandom random = new SplittableRandom(SEED + day.toEpochDay());
        final long[] offsetsNs = new long[ticksPerDay];
        final int[] instrumentIds = new int[ticksPerDay];
        arrive(random, offsetsNs, instrumentIds);
        final long[] prices = openingPrices(day);
        for (int i = 0; i < ticksPerDay; i++) {
            final int id = instrumentIds[i];
            final long timeNs = startNs(day) + offsetsNs[i];
            final long step = prices[id] / 5_000 + 1;
            prices[id] = Math.max(LOWEST_PRICE / 100, prices[id] + random.nextLong(2 * step + 1) - step);
            if (random.nextInt(100) < TRADE_PERCENT) {
                trade(timeNs, id, prices[id], random, out);
            } else {
                quote(timeNs, id, prices[id], random, out);
            }
            if ((i + 1) % ticksPerSignal == 0) {
                signal(timeNs, id, prices[id], random, out);
            }
        }
    }

    private void arrive(final SplittableRandom random, final long[] offsetsNs, final int[] instrumentIds) {
        final double[] passed = new double[ticksPerDay];
        double sum = 0;
        int leftInBurst = 0;
        for (int i = 0; i < ticksPerDay; i++) {
            final boolean inBurst = leftInBurst > 0;
            if (!inBurst) {
                leftInBurst = CapturedArrivals.burstSize(random);
                sum += CapturedArrivals.gap(random);
            }
            leftInBurst--;
            final boolean same = inBurst && random.nextDouble() < CapturedArrivals.SAME_INSTRUMENT;
            instrumentIds[i] = same ? instrumentIds[i - 1] : anyInstrument(random);
            passed[i] = sum;
        }
        for (int i = 0; i < ticksPerDay; i++) {
            offsetsNs[i] = (long) ((DAY_NS - 1) * (passed[i] / sum));
        }
    }

    private int anyInstrument(final SplittableRandom random) {
        final int found = Arrays.binarySearch(shares, random.nextDouble());
        return Math.min(INSTRUMENTS, 1 + (found < 0 ? -found - 1 : found));
    }

    private static long[] openingPrices(final LocalDate day) {
        final long[] prices = new long[INSTRUMENTS + 1];
        for (int id = 1; id <= INSTRUMENTS; id++) {
            final SplittableRandom random = new SplittableRandom(SEED * id);
            double price = LOWEST_PRICE * (1.0 + random.nextInt(500));
            for (LocalDate each = FIRST_KNOWN; each.isBefore(day); each = each.plusDays(1)) {
                price *= 1 + (random.nextDouble() - 0.5) / 50;
            }
            prices[id] = Math.round(price);
        }
        return prices;
    }

    private void trade(
            final long timeNs, final int id, final long price, final SplittableRandom random, final RecordHandler out) {
        trade.wrapAndApplyHeader(buffer, 0, header)
                .sequence(++sequence)
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs + RECEIVED_AFTER_NS)
                .instrumentId(id)
                .feedId(id)
                .aggressor(random.nextBoolean() ? Aggressor.BUYER : Aggressor.SELLER)
                .suspicious((short) 0)
                .feedPosition(++position)
                .venueTradeId(position)
                .price(price)
                .quantity(1 + random.nextInt(10_000))
                .conditions(0)
                .venueCode(0);
        give(out, TradeEncoder.TEMPLATE_ID, TradeEncoder.BLOCK_LENGTH);
    }

    private void quote(
            final long timeNs, final int id, final long price, final SplittableRandom random, final RecordHandler out) {
        final long halfSpread = 1 + price / 20_000;
        quote.wrapAndApplyHeader(buffer, 0, header)
                .sequence(++sequence)
                .eventTimeNs(timeNs)
                .receiveTimeNs(timeNs + RECEIVED_AFTER_NS)
                .instrumentId(id)
                .feedId(id)
                .reserved(0)
                .feedPosition(++position)
                .venueUpdateId(position)
                .bidPrice(price - halfSpread)
                .bidQuantity(1 + random.nextInt(10_000))
                .askPrice(price + halfSpread)
                .askQuantity(1 + random.nextInt(10_000))
                .conditions(0)
                .venueCode(0);
        give(out, QuoteEncoder.TEMPLATE_ID, QuoteEncoder.BLOCK_LENGTH);
    }

    private void signal(
            final long timeNs, final int id, final long price, final SplittableRandom random, final RecordHandler out) {
        final boolean buy = random.nextBoolean();
        final long distance = 2 + price / 100;
        signal.wrapAndApplyHeader(buffer, 0, header)
                .sequence(++sequence)
                .eventTimeNs(timeNs)
                .instrumentId(id)
                .ruleId(RULE_ID)
                .action(buy ? Action.BUY : Action.SELL)
                .reserved((short) 0)
                .tradeIdHash(Integer.toUnsignedLong(Long.hashCode(sequence * 0x9E3779B97F4A7C15L)))
                .reserved2(0)
                .intervalNs(MINUTE_NS)
                .openTimeNs(timeNs - timeNs % MINUTE_NS - MINUTE_NS)
                .expiryTimeNs(timeNs + 60 * MINUTE_NS)
                .entryPrice(price)
                .stopLoss(buy ? price - distance : price + distance)
                .takeProfit(buy ? price + 2 * distance : Math.max(1, price - 2 * distance))
                .confidence(random.nextDouble())
                .riskReward(2)
                .operand0(random.nextDouble() * 30)
                .operand1(30)
                .operand2(Double.NaN)
                .operand3(Double.NaN)
                .cmsScore(Double.NaN)
                .sentimentComponent(Double.NaN)
                .technicalComponent(Double.NaN)
                .regimeComponent(Double.NaN);
        give(out, SignalEncoder.TEMPLATE_ID, SignalEncoder.BLOCK_LENGTH);
    }

    private void give(final RecordHandler out, final int templateId, final int blockLength) {
        out.onRecord(sequence, templateId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    }

    private static long startNs(final LocalDate day) {
        return day.toEpochDay() * DAY_NS;
    }
}
