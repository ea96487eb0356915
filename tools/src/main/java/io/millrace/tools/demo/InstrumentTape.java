package io.millrace.tools.demo;

/**
 * The trades and quotes of one instrument in the order in which its feed would deliver them. One thread; no allocation per
 * tick.
 *
 * <p>Market makers quote around the fair price on the tick grid, wider when it moves faster. Takers hit the quote, on the same
 * side as before more often than not. The line drops once: the trades of those seconds are lost, their venue ids missing,
 * and the first trades after it come twice.
 */
final class InstrumentTape {
    private static final double TRADE_SHARE = 0.36;
    private static final double SAME_SIDE = 0.62;
    private static final long FOLLOW_UP_NS = 40_000;
    private static final int OUTAGE_SECONDS = 14;
    private static final int REPEATED_TRADES = 5;

    private final InstrumentProfile profile;
    private final PricePath path;
    private final TradingHours hours;
    private final Randomness random;
    private final ArrivalProcess arrivals;
    private final int outageDay;
    private final int outageSecond;

    private int day;
    private int second;
    private double fraction;
    private long lastTimeNs;
    private long tradeId;
    private long quoteId;
    private boolean buyer;
    private boolean tradeFollows;
    private long bid;
    private long ask;
    private long bidQuantity;
    private long askQuantity;

    private final MarketTick[] kept = new MarketTick[REPEATED_TRADES];
    private int keptCount;
    private int repeated = REPEATED_TRADES;

    InstrumentTape(InstrumentProfile profile, PricePath path, TradingHours hours, long seed, int index) {
        this.profile = profile;
        this.path = path;
        this.hours = hours;
        this.random = Randomness.of(seed, 5, index);
        this.arrivals = new ArrivalProcess(Randomness.of(seed, 6, index));
        this.tradeId = 1_000_000L * (index + 1);
        this.quoteId = 50_000_000L * (index + 1);
        this.outageDay = path.days() - 1 - index % path.days();
        this.outageSecond = 2_400 + random.below(4_800);
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new MarketTick();
        }
    }

    InstrumentProfile profile() {
        return profile;
    }

    /** Fills in the next tick; false at the end of the last day. */
    boolean next(MarketTick tick) {
        while (advance(tick)) {
            if (inOutage(day, second)) {
                continue;
            }
            noteForRepetition(tick);
            return true;
        }
        return false;
    }

    /** Share of the whole that has been delivered, 0 to 1. */
    double progress() {
        return (day + (double) second / TradingHours.SESSION_SECONDS) / path.days();
    }

    private boolean inOutage(int onDay, int atSecond) {
        return onDay == outageDay && atSecond >= outageSecond && atSecond < outageSecond + OUTAGE_SECONDS;
    }

    /** The first trades after the outage are kept and then delivered a second time. */
    private void noteForRepetition(MarketTick tick) {
        boolean after = day == outageDay && second >= outageSecond + OUTAGE_SECONDS;
        if (after && tick.trade && keptCount < kept.length && repeated == kept.length) {
            copy(tick, kept[keptCount++]);
            if (keptCount == kept.length) {
                repeated = 0;
            }
        }
    }

    private static void copy(MarketTick from, MarketTick to) {
        to.trade = from.trade;
        to.timeNs = from.timeNs;
        to.venueId = from.venueId;
        to.price = from.price;
        to.quantity = from.quantity;
        to.buyer = from.buyer;
    }

    private boolean advance(MarketTick tick) {
        if (repeated < kept.length) {
            copy(kept[repeated++], tick);
            return true;
        }
        if (tradeFollows) {
            tradeFollows = false;
            trade(tick, lastTimeNs + FOLLOW_UP_NS);
            return true;
        }
        while (day < path.days()) {
            fraction = path.halted(day, second) ? 1 : arrivals.next(fraction, rate());
            if (fraction < 1) {
                event(tick);
                return true;
            }
            nextSecond();
        }
        return false;
    }

    private double rate() {
        return profile.eventsPerSecond() * ArrivalProcess.baseShare() * path.pace(day, second);
    }

    private void nextSecond() {
        fraction = 0;
        second++;
        if (second == TradingHours.MORNING_SECONDS) {
            arrivals.calm();
        }
        if (second == TradingHours.SESSION_SECONDS) {
            second = 0;
            day++;
            arrivals.calm();
        }
    }

    private void event(MarketTick tick) {
        long timeNs = hours.timeNs(day, second) + (long) (fraction * 999_000_000L) / 1_000 * 1_000;
        timeNs = Math.max(timeNs, lastTimeNs + 1_000);
        double fair = path.price(day, second, fraction) / profile.unit();
        boolean wantsTrade = random.chance(TRADE_SHARE);
        boolean stale = fair < bid || fair > ask || ask == 0;
        if (wantsTrade && !stale) {
            chooseSide(fair);
            trade(tick, timeNs);
        } else {
            quote(tick, timeNs, fair);
            // Somebody takes the new quote at once.
            tradeFollows = wantsTrade;
            if (wantsTrade) {
                chooseSide(fair);
            }
        }
    }

    /** Takers go on in their direction, and lean to where the fair price is. */
    private void chooseSide(double fair) {
        double lean = ask == bid ? 0 : (fair - (bid + ask) / 2.0) / (ask - bid);
        double stay = SAME_SIDE + (buyer ? lean : -lean) * 0.5;
        if (!random.chance(stay)) {
            buyer = !buyer;
        }
    }

    private void trade(MarketTick tick, long timeNs) {
        lastTimeNs = timeNs;
        tick.trade = true;
        tick.timeNs = timeNs;
        tick.venueId = tradeId++;
        tick.buyer = buyer;
        tick.price = buyer ? ask : bid;
        tick.quantity = quantity(3.2, 1.1);
        long shown = buyer ? askQuantity : bidQuantity;
        if (tick.quantity > shown) {
            // The level is used up; the next quote moves away from it.
            tick.quantity = Math.max(shown, profile.lot());
        }
    }

    private void quote(MarketTick tick, long timeNs, double fair) {
        lastTimeNs = timeNs;
        double moving = path.pace(day, second);
        double half = profile.tick() * (0.4 + 0.5 * moving * random.uniform());
        bid = grid(Math.floor((fair - half) / profile.tick()));
        ask = Math.max(grid(Math.ceil((fair + half) / profile.tick())), bid + profile.tick());
        bidQuantity = quantity(4.4, 0.8);
        askQuantity = quantity(4.4, 0.8);
        tick.trade = false;
        tick.timeNs = timeNs;
        tick.venueId = quoteId++;
        tick.bidPrice = bid;
        tick.askPrice = ask;
        tick.bidQuantity = bidQuantity;
        tick.askQuantity = askQuantity;
    }

    private long grid(double ticks) {
        return Math.max(1, (long) ticks) * profile.tick();
    }

    /** Sizes are log-normal, in whole lots; people like round hundreds. */
    private long quantity(double mean, double spread) {
        long lots = 1 + (long) StrictMath.exp(mean + spread * random.gaussian());
        if (lots > 60 && random.chance(0.4)) {
            lots = (lots + 50) / 100 * 100 + (lots < 50 ? 100 : 0);
            lots = Math.max(lots, 100);
        }
        return lots * profile.lot();
    }
}
