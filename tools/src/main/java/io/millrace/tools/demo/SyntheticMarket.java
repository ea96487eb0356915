package io.millrace.tools.demo;

import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.input.Instrument;
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
 * <p>Immutable after construction; each tape belongs to one thread. About 3 MB per instrument and ten days.
 */
public final class SyntheticMarket {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);

    private static final int ENDLESS_DAYS = 30;

    private final long seed;
    private final int days;
    private final TradingHours hours;
    private final List<InstrumentProfile> profiles;
    private final List<PricePath> paths;

    /** Some days of trading, with nights and weekends between them. */
    public SyntheticMarket(long seed, int days) {
        this(seed, days, TradingHours.weekdays(FIRST_DAY, days));
    }

    /** For a supervised demonstration: {@value #ENDLESS_DAYS} days of trading without a pause between them. */
    public static SyntheticMarket endless(long seed) {
        return new SyntheticMarket(seed, ENDLESS_DAYS, TradingHours.continuous(FIRST_DAY, ENDLESS_DAYS));
    }

    private SyntheticMarket(long seed, int days, TradingHours hours) {
        this.seed = seed;
        this.hours = hours;
        this.days = days;
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

    /** One lane per instrument, for a pump. */
    public List<FeedLane> lanes() {
        List<FeedLane> lanes = new ArrayList<>();
        for (int i = 0; i < profiles.size(); i++) {
            InstrumentProfile profile = profiles.get(i);
            int index = i;
            Instrument instrument = new Instrument(
                    profile.symbol(), InstrumentProfile.VENUE, profile.priceExponent(), profile.quantityExponent());
            lanes.add(new FeedLane(instrument, List.of(new FeedLane.Source() {
                @Override
                public FeedReader open() {
                    return new SyntheticReader(tape(index), fingerprint(index));
                }

                @Override
                public long sizeBytes() {
                    return SyntheticReader.nominalSizeBytes();
                }
            })));
        }
        return lanes;
    }

    /** Equal for the same tape: seed, days, hours and instrument. */
    private long fingerprint(int instrument) {
        return Randomness.of(seed, 7 + (hours.isContinuous() ? 1 : 0), instrument * 1_000L + days)
                .nextLong();
    }

    /** A fresh tape of an instrument, from the first morning on. */
    InstrumentTape tape(int instrument) {
        return new InstrumentTape(profiles.get(instrument), paths.get(instrument), hours, seed, instrument);
    }
}
