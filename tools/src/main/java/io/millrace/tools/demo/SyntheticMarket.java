package io.millrace.tools.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A market of a few instruments over some trading days, the same for the same seed on every Java.
 *
 * <p>What it has of a real one: regimes that trend, revert, rest and burst; volatility and arrivals that cluster; moves that the
 * instruments share; busy opens and closes; a lunch break, overnight gaps, a halt; prices on a tick grid with a spread; a feed
 * that loses and repeats trades. Its prices mean nothing.
 *
 * <p>Immutable after construction; each tape belongs to one thread. About 17 MB per instrument and ten days.
 */
public final class SyntheticMarket {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);

    private final long seed;
    private final TradingHours hours;
    private final List<InstrumentProfile> profiles;
    private final List<PricePath> paths;

    public SyntheticMarket(long seed, int days) {
        this.seed = seed;
        this.hours = new TradingHours(FIRST_DAY);
        this.profiles = InstrumentProfile.ALL;
        MarketFactor factor = new MarketFactor(seed, days);
        List<PricePath> built = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            built.add(new PricePath(profiles.get(i), i, seed, days, factor));
        }
        this.paths = List.copyOf(built);
    }

    TradingHours hours() {
        return hours;
    }

    List<InstrumentProfile> profiles() {
        return profiles;
    }

    PricePath path(int instrument) {
        return paths.get(instrument);
    }

    /** A fresh tape of an instrument, from the first morning on. */
    InstrumentTape tape(int instrument) {
        return new InstrumentTape(profiles.get(instrument), paths.get(instrument), hours, seed, instrument);
    }
}
