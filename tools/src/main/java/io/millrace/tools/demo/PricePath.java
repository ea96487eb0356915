package io.millrace.tools.demo;

/**
 * The fair price of one instrument at every second of every session, with the regime and the pace that rule there. Built once,
 * then only read.
 *
 * <p>A fair price moves with the market, by its own clustered volatility, and by its regime's drift or pull. It gaps over night
 * and, on one day, after a halt.
 */
final class PricePath {
    private static final double OVERNIGHT_VOLATILITY = 0.009;
    private static final double REVERSION_SECONDS = 150;
    private static final double HALT_GAP = 0.006;
    private static final int HALT_SECONDS = 300;

    private final double[][] logPrice;
    private final float[][] pace;
    private final Regime[][] regimes;
    private final int haltDay;
    private final int haltSecond;

    PricePath(InstrumentProfile profile, int index, long seed, int days, MarketFactor factor) {
        logPrice = new double[days][TradingHours.SESSION_SECONDS];
        pace = new float[days][TradingHours.SESSION_SECONDS];
        regimes = new Regime[days][TradingHours.SESSION_SECONDS];
        Randomness random = Randomness.of(seed, 3, index);
        haltDay = index % days;
        haltSecond = TradingHours.MORNING_SECONDS + 1_800 + random.below(6_000);
        build(profile, random, new Volatility(Randomness.of(seed, 4, index)), factor);
    }

    private void build(InstrumentProfile profile, Randomness random, Volatility volatility, MarketFactor factor) {
        double base = profile.dailyVolatility() / Math.sqrt(TradingHours.SESSION_SECONDS);
        double price = StrictMath.log(profile.firstPrice());
        Regime regime = Regime.QUIET.next(random);
        int left = regime.durationSeconds(random);
        double anchor = price;
        for (int day = 0; day < logPrice.length; day++) {
            price += profile.factorShare() * factor.overnight(day) + OVERNIGHT_VOLATILITY * random.gaussian();
            anchor = price;
            for (int second = 0; second < TradingHours.SESSION_SECONDS; second++) {
                if (left-- == 0) {
                    regime = regime.next(random);
                    left = regime.durationSeconds(random);
                    anchor = price;
                }
                double heat = volatility.next();
                double scale = base * Math.sqrt(TradingHours.busyness(second)) * heat * regime.volatility();
                double shock = scale * random.gaussian();
                if (halted(day, second)) {
                    shock = second == haltSecond + HALT_SECONDS - 1 ? haltGap(random) : 0;
                    price += shock;
                    anchor += shock;
                } else {
                    price += profile.factorShare() * factor.logReturn(day, second) + regime.driftPerSecond() + shock;
                    if (regime.reverting()) {
                        price -= (price - anchor) / REVERSION_SECONDS;
                    }
                }
                logPrice[day][second] = price;
                pace[day][second] =
                        (float) (TradingHours.busyness(second) * regime.activity() * Math.min(Math.sqrt(heat), 4));
                regimes[day][second] = regime;
            }
        }
    }

    private static double haltGap(Randomness random) {
        double size = HALT_GAP * random.uniform(0.7, 1.6);
        return random.chance(0.5) ? size : -size;
    }

    /** No trading, because the venue has stopped it. */
    boolean halted(int day, int second) {
        return day == haltDay && second >= haltSecond && second < haltSecond + HALT_SECONDS;
    }

    /** Fair price within a second, on the line between its ends. */
    double price(int day, int second, double fraction) {
        double end = logPrice[day][second];
        double start = second == 0 ? end : logPrice[day][second - 1];
        return StrictMath.exp(start + (end - start) * fraction);
    }

    /** Rate of events, relative to the instrument's average. */
    double pace(int day, int second) {
        return pace[day][second];
    }

    Regime regime(int day, int second) {
        return regimes[day][second];
    }

    int days() {
        return logPrice.length;
    }
}
