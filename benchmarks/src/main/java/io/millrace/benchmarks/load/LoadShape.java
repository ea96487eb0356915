package io.millrace.benchmarks.load;

/**
 * What a {@link StandardLoad} is made of.
 *
 * @param instruments instruments, each a feed of its own
 * @param tradePercent share of trades; the rest are quotes
 * @param arrivals when events come
 * @param meanGapNs mean of the event time between two events
 * @param lapEvents events that are prepared; longer loads go round, with times and ids that go on
 * @param seed of everything that varies
 */
public record LoadShape(
        int instruments, int tradePercent, Arrivals arrivals, long meanGapNs, int lapEvents, long seed) {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int LAP_EVENTS = 1 << 16;
    private static final long SEED = 20_241_220L;

    /** 64 instruments, 60 % trades, clustered as recorded, 100,000 events in each second of event time. */
    public static final LoadShape STANDARD = new LoadShape(64, 60, Arrivals.CLUSTERED, 10_000L, LAP_EVENTS, SEED);

    /** The same with 500 events in each second of event time, so that every eighth event or so closes a bar of a second. */
    public static final LoadShape DENSE_BARS = new LoadShape(64, 60, Arrivals.EVEN, 2_000_000L, LAP_EVENTS, SEED);

    public LoadShape {
        if (instruments < 1 || tradePercent < 0 || tradePercent > 100 || meanGapNs < 2 || lapEvents < 1) {
            throw new IllegalArgumentException("no load can be made of this");
        }
    }

    /** The same with so many events in each second of event time. */
    public LoadShape atRate(final int eventsPerSecond) {
        return new LoadShape(instruments, tradePercent, arrivals, SECOND_NS / eventsPerSecond, lapEvents, seed);
    }

    /** The same with other arrivals. */
    public LoadShape arriving(final Arrivals other) {
        return new LoadShape(instruments, tradePercent, other, meanGapNs, lapEvents, seed);
    }

    /** The same with another number of instruments. */
    public LoadShape ofInstruments(final int count) {
        return new LoadShape(count, tradePercent, arrivals, meanGapNs, lapEvents, seed);
    }
}
