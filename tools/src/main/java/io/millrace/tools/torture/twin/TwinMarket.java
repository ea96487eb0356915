package io.millrace.tools.torture.twin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes one lane of the market from chance: a price that wanders in waves, missing, repeated and swapped ids, late times,
 * silences. One thread; the same for the same source of chance.
 */
final class TwinMarket {
    private static final long START_NS = 1_763_632_800_000_000_000L;
    private static final long MILLI_NS = 1_000_000L;
    private static final int STEP_MS = 600;

    private final SplittableRandom random;
    private final List<TwinEvent> events = new ArrayList<>();
    private long timeNs = START_NS;
    private long tradeId;
    private long quoteId;
    private long price;

    private TwinMarket(SplittableRandom random) {
        this.random = random;
        tradeId = random.nextInt(1_000);
        price = random.nextLong(500_000, 1_000_000);
        timeNs += random.nextLong(STEP_MS) * MILLI_NS;
    }

    /** A lane of so many events. */
    static List<TwinEvent> lane(int count, SplittableRandom random) {
        TwinMarket market = new TwinMarket(random);
        while (market.events.size() < count) {
            market.step(count);
        }
        for (int i = 1; i < count; i++) {
            if (random.nextInt(40) == 0) {
                Collections.swap(market.events, i, Math.max(0, i - 1 - random.nextInt(3)));
            }
        }
        return List.copyOf(market.events);
    }

    private void step(int count) {
        timeNs += random.nextLong(STEP_MS) * MILLI_NS + random.nextLong(1, 1_000);
        if (random.nextInt(250) == 0) {
            timeNs += random.nextLong(3_000, 93_000) * MILLI_NS;
        }
        // Never the same price twice: averages that are equal would be told apart by their last bit.
        double wave = StrictMath.sin(events.size() / 37.0) * 40;
        price = Math.max(1_000, price + Math.round(wave) + (random.nextBoolean() ? 1 : -1) * random.nextLong(1, 61));
        int kind = random.nextInt(100);
        if (kind < 4 && !events.isEmpty()) {
            events.add(events.get(events.size() - 1 - random.nextInt(Math.min(5, events.size()))));
        } else if (kind < 24) {
            events.add(new TwinEvent(true, timeNs, ++quoteId, price, 1 + random.nextInt(9)));
        } else {
            tradeId += kind < 28 ? 2 + random.nextInt(5) : 1;
            long lateNs = kind < 30 ? random.nextLong(3_000) * MILLI_NS : 0;
            events.add(new TwinEvent(false, timeNs - lateNs, tradeId, price, 1 + random.nextInt(500)));
        }
        if (events.size() > count) {
            events.remove(count);
        }
    }
}
