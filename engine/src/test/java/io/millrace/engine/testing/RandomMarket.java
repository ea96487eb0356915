package io.millrace.engine.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A market with everything that goes wrong in one, from a seed: repeated, swapped, missing and far ids, late times, silences,
 * volumes that do not fit.
 */
public final class RandomMarket {
    public static final long SECOND_NS = 1_000_000_000L;
    public static final long MINUTE_NS = 60 * SECOND_NS;
    public static final long START_NS = 1_700_000_000L * SECOND_NS;

    private final Random random;
    private long timeNs = START_NS;
    private long tradeId;
    private long quoteId = 1_000;
    private double price = 10_000;
    private final boolean ids;

    public RandomMarket(final long seed) {
        random = new Random(seed);
        ids = random.nextInt(4) > 0;
        tradeId = random.nextInt(1_000);
    }

    /** Trades and quotes. */
    public List<MarketEvent> ticks(final int count) {
        final List<MarketEvent> events = new ArrayList<>();
        while (events.size() < count) {
            step();
            if (random.nextInt(4) == 0) {
                events.add(quote(events));
            } else {
                events.add(trade(events));
            }
        }
        for (int i = 1; i < events.size(); i++) {
            if (random.nextInt(40) == 0) {
                Collections.swap(events, i, Math.max(0, i - 1 - random.nextInt(3)));
            }
        }
        return events;
    }

    /** Bars of a venue, some missing, repeated or late, and trades that come with them. */
    public List<MarketEvent> bars(final int count, final long intervalNs, final long offsetNs) {
        final List<MarketEvent> events = new ArrayList<>();
        long openNs = START_NS - START_NS % intervalNs + offsetNs;
        for (int i = 0; i < count; i++) {
            openNs += intervalNs * (random.nextInt(20) == 0 ? 1 + random.nextInt(8) : 1);
            walk();
            events.add(MarketEvent.bar(openNs, intervalNs, Math.round(price), random.nextInt(1_000)));
            timeNs = Math.max(timeNs, openNs + intervalNs);
            final int more = random.nextInt(12);
            if (more == 0) {
                events.add(events.get(events.size() - 1));
            } else if (more == 1) {
                events.add(MarketEvent.bar(openNs - 3 * intervalNs, intervalNs, Math.round(price), 9));
            } else if (more == 2) {
                events.add(MarketEvent.bar(
                        openNs - random.nextInt(9) * intervalNs, 5 * intervalNs, Math.round(price), 11));
            } else if (more == 3) {
                events.add(trade(events));
            }
        }
        return events;
    }

    private void step() {
        final int kind = random.nextInt(400);
        if (kind == 0) {
            timeNs += (long) (random.nextDouble() * 3 * 60 * MINUTE_NS);
        } else if (kind < 8) {
            timeNs += (long) (random.nextDouble() * 3 * MINUTE_NS);
        } else if (kind < 40) {
            // A whole second, so that boundaries are met exactly.
            timeNs = timeNs - timeNs % SECOND_NS + SECOND_NS;
        } else if (kind < 300) {
            timeNs += random.nextInt(400_000_000);
        }
        walk();
    }

    private void walk() {
        price = Math.min(20_000, Math.max(5_000, price + random.nextGaussian() * 6 + 3 * Math.sin(tradeId / 90.0)));
    }

    private MarketEvent trade(final List<MarketEvent> before) {
        final int kind = random.nextInt(200);
        if (kind < 6 && !before.isEmpty()) {
            final MarketEvent again = before.get(before.size() - 1 - random.nextInt(Math.min(80, before.size())));
            if (again.intervalNs() == 0) {
                return again;
            }
        }
        if (kind == 6) {
            tradeId += 1 + random.nextInt(300);
        } else if (kind == 7) {
            tradeId += 1_000_000_000L;
        } else if (kind < 12) {
            tradeId += 2;
        } else {
            tradeId++;
        }
        final long quantity =
                kind >= 20 && kind < 26 ? Long.MAX_VALUE - random.nextInt(1_000) : 1 + random.nextInt(500);
        return MarketEvent.trade(timeNs - late(), ids ? tradeId : -1, Math.round(price), quantity);
    }

    private MarketEvent quote(final List<MarketEvent> before) {
        quoteId += random.nextInt(30) == 0 ? -random.nextInt(5) : 1 + random.nextInt(3);
        return MarketEvent.quote(
                timeNs - late(), before.size() % 7 == 0 ? -1 : quoteId, Math.round(price), 1 + random.nextInt(50));
    }

    private long late() {
        final int kind = random.nextInt(60);
        if (kind == 0) {
            return (long) (random.nextDouble() * 5 * MINUTE_NS);
        }
        return kind < 4 ? random.nextInt(2_000_000_000) : 0;
    }
}
