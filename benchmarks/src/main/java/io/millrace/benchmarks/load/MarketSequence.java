package io.millrace.benchmarks.load;

import java.util.SplittableRandom;

/**
 * When each event of a lap comes, of which instrument it is, and whether it is a trade: what the market does, before it has
 * prices. Any thread once made.
 */
final class MarketSequence {
    private final LoadShape shape;
    private final SplittableRandom random;
    private final double[] gaps;
    private final long[] offsetsNs;
    private final int[] instrumentIds;
    private final boolean[] trades;

    MarketSequence(final LoadShape shape) {
        this.shape = shape;
        random = new SplittableRandom(shape.seed());
        gaps = new double[shape.lapEvents()];
        offsetsNs = new long[shape.lapEvents()];
        instrumentIds = new int[shape.lapEvents()];
        trades = new boolean[shape.lapEvents()];
        shape.arrivals().fill(this);
        placeInTime();
    }

    /** Time from the start of the lap to the event, ns; never decreases. */
    long offsetNs(final int index) {
        return offsetsNs[index];
    }

    /** Its instrument, from 1. */
    int instrumentId(final int index) {
        return instrumentIds[index];
    }

    /** True for a trade, false for a quote. */
    boolean isTrade(final int index) {
        return trades[index];
    }

    /** Length of the lap: exactly the mean gap for each event. */
    long durationNs() {
        return shape.lapEvents() * shape.meanGapNs();
    }

    void even() {
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = 1;
            instrumentIds[i] = anyInstrument();
            trades[i] = anyKind();
        }
    }

    void clustered() {
        int leftInBurst = 0;
        for (int i = 0; i < gaps.length; i++) {
            final boolean inBurst = leftInBurst > 0;
            if (!inBurst) {
                leftInBurst = CapturedArrivals.burstSize(random);
                gaps[i] = CapturedArrivals.gap(random);
            }
            leftInBurst--;
            final boolean sameInstrument = inBurst && random.nextDouble() < CapturedArrivals.SAME_INSTRUMENT;
            instrumentIds[i] = sameInstrument ? instrumentIds[i - 1] : anyInstrument();
            final boolean sameKind = i > 0 && random.nextDouble() < CapturedArrivals.SAME_KIND;
            trades[i] = sameKind ? trades[i - 1] : anyKind();
        }
    }

    private int anyInstrument() {
        return 1 + random.nextInt(shape.instruments());
    }

    private boolean anyKind() {
        return random.nextInt(100) < shape.tradePercent();
    }

    /** Stretches the gaps so that they fill the lap, whatever their drawn mean was. */
    private void placeInTime() {
        double sum = 0;
        for (final double gap : gaps) {
            sum += gap;
        }
        double passed = 0;
        for (int i = 0; i < gaps.length; i++) {
            passed += gaps[i];
            offsetsNs[i] = Math.round(durationNs() * (passed / sum));
        }
    }
}
