package io.millrace.tools.demo;

import java.util.List;

/**
 * One instrument of the market. Immutable.
 *
 * @param priceExponent power of ten of a price mantissa; {@code tick} counts in it
 * @param tick smallest price step, as a mantissa
 * @param lot smallest quantity, as a mantissa
 * @param firstPrice price on the first morning
 * @param factorShare how much it moves with the market
 * @param dailyVolatility of its own moves, as a fraction
 * @param eventsPerSecond on average, before clustering
 */
record InstrumentProfile(
        String symbol,
        int priceExponent,
        int quantityExponent,
        long tick,
        long lot,
        double firstPrice,
        double factorShare,
        double dailyVolatility,
        double eventsPerSecond) {

    static final String VENUE = "SYNTH";

    /** Four that differ in price, pace and how much they follow the market. */
    static final List<InstrumentProfile> ALL = List.of(
            new InstrumentProfile("WHEEL", -2, 0, 1, 1, 182.40, 1.00, 0.009, 1.80),
            new InstrumentProfile("SLUICE", -2, 0, 1, 1, 61.75, 1.25, 0.013, 1.30),
            new InstrumentProfile("GRIST", -2, 0, 5, 10, 947.50, 0.65, 0.011, 0.90),
            new InstrumentProfile("MILLUSD", -4, -4, 1, 10, 2.3150, 0.40, 0.020, 1.50));

    double unit() {
        return switch (priceExponent) {
            case -2 -> 0.01;
            case -4 -> 0.0001;
            default -> throw new IllegalStateException("no unit for exponent " + priceExponent);
        };
    }
}
