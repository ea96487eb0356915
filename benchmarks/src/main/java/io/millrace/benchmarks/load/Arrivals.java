package io.millrace.benchmarks.load;

/** When the events of a load come, as multiples of the mean gap. Immutable; any thread. */
public enum Arrivals {
    /** At equal distances. */
    EVEN {
        @Override
        void fill(final MarketSequence sequence) {
            sequence.even();
        }
    },
    /**
     * In bursts, as they come from a venue: see {@link CapturedArrivals}. Events of a burst are due at the same moment, and
     * most of them are of one instrument.
     */
    CLUSTERED {
        @Override
        void fill(final MarketSequence sequence) {
            sequence.clustered();
        }
    };

    abstract void fill(MarketSequence sequence);
}
