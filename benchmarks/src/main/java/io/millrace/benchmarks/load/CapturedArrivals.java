package io.millrace.benchmarks.load;

import java.util.SplittableRandom;

/**
 * How market data arrives, in a few numbers taken from recordings: four raw WebSocket captures of Binance (BTCUSDT spot and
 * USD-M, ETHUSDT spot, BTCUSD perpetual COIN-M) of 2024-08-08, 23:54:15 to 24:00 UTC, published with hftbacktest; 176,804
 * trades and top-of-book quotes by the recorder's receive time in ns, all four merged as one process would receive them.
 *
 * <p>Gaps have two modes: events that come in one read of the socket are 0.5 to 7 µs apart (what the recorder takes for a
 * message), others 0.1 ms and more. Events at most {@link #BURST_GAP_NS} apart are a burst. The load takes the distribution of
 * burst sizes and that of the gaps between bursts in units of their mean, and so keeps the shape at any rate. What it does not
 * take: that quiet and busy stretches last (successive gaps between bursts correlate by 0.35 in the captures; here they are
 * independent).
 *
 * <p>Any thread. A test derives all numbers anew from the captures where these are at hand.
 */
final class CapturedArrivals {
    /** Events that came at most this far apart are of one burst. */
    static final long BURST_GAP_NS = 50_000;

    /** Mean number of events in a burst. */
    static final double MEAN_BURST = 2.20;

    /** Chance that an event inside a burst is of the same instrument as the one before it. */
    static final double SAME_INSTRUMENT = 0.944;

    /** Chance that an event repeats the kind of the one before it, beyond what the shares of the kinds explain. */
    static final double SAME_KIND = 0.65;

    /** Sizes of bursts, and the share of bursts that are at most so large. */
    static final int[] BURST_SIZES = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128};

    static final double[] BURST_SHARES = {
        0.6446, 0.8114, 0.8744, 0.9098, 0.9470, 0.9661, 0.9845, 0.9921, 0.9965, 0.9978, 0.9986, 0.9992, 0.9999, 1.0
    };

    /** Shares of the gaps between bursts, and the gap, in units of the mean gap, that so many do not exceed. */
    static final double[] GAP_SHARES = {
        0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 1
    };

    static final double[] GAPS = {
        0.0116, 0.0289, 0.0488, 0.1018, 0.1687, 0.2274, 0.2879, 0.4394, 0.6227, 1.1428, 2.6011, 4.5956, 7.7068, 10.401,
        13.319, 17.301, 20.308, 41.846
    };

    private CapturedArrivals() {}

    /** The size of a burst; between two sizes of the table all are alike. */
    static int burstSize(final SplittableRandom random) {
        final double share = random.nextDouble();
        int index = 0;
        while (BURST_SHARES[index] < share) {
            index++;
        }
        final int below = index == 0 ? 0 : BURST_SIZES[index - 1];
        return below + 1 + random.nextInt(BURST_SIZES[index] - below);
    }

    /** The gap between two bursts in units of about the mean; between two shares of the table straight in the logarithm. */
    static double gap(final SplittableRandom random) {
        final double share = random.nextDouble();
        int index = 1;
        while (GAP_SHARES[index] < share) {
            index++;
        }
        final double part = (share - GAP_SHARES[index - 1]) / (GAP_SHARES[index] - GAP_SHARES[index - 1]);
        return GAPS[index - 1] * Math.pow(GAPS[index] / GAPS[index - 1], part);
    }
}
