package io.millrace.tools.demo;

/** The move of the market as a whole, second by second, that all instruments share. Built once, then only read. */
final class MarketFactor {
    private static final double DAILY_VOLATILITY = 0.010;
    private static final double OVERNIGHT_VOLATILITY = 0.007;

    private final double[][] returns;
    private final double[] overnight;

    MarketFactor(long seed, int days) {
        Randomness random = Randomness.of(seed, 1, 0);
        Volatility volatility = new Volatility(Randomness.of(seed, 2, 0));
        double base = DAILY_VOLATILITY / Math.sqrt(TradingHours.SESSION_SECONDS);
        returns = new double[days][TradingHours.SESSION_SECONDS];
        overnight = new double[days];
        for (int day = 0; day < days; day++) {
            overnight[day] = OVERNIGHT_VOLATILITY * random.gaussian();
            for (int second = 0; second < TradingHours.SESSION_SECONDS; second++) {
                double scale = base * Math.sqrt(TradingHours.busyness(second)) * volatility.next();
                returns[day][second] = scale * random.gaussian();
            }
        }
    }

    double logReturn(int day, int second) {
        return returns[day][second];
    }

    /** From the last close to this day's open. */
    double overnight(int day) {
        return overnight[day];
    }
}
