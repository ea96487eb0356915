package io.millrace.benchmarks.engine;

/**
 * What a {@link StandardLoad} is made of.
 *
 * @param instruments instruments, each a feed of its own
 * @param tradePercent share of trades; the rest are quotes
 * @param meanGapNs mean of the event time between two events
 * @param lapEvents events that are prepared; longer loads go round, with times and ids that go on
 * @param seed of everything that varies
 */
public record LoadShape(int instruments, int tradePercent, long meanGapNs, int lapEvents, long seed) {
    /** 64 instruments, 60 % trades, 500 events in each second of event time. */
    public static final LoadShape STANDARD = new LoadShape(64, 60, 2_000_000L, 1 << 16, 20_241_220L);

    public LoadShape {
        if (instruments < 1 || tradePercent < 0 || tradePercent > 100 || meanGapNs < 2 || lapEvents < 1) {
            throw new IllegalArgumentException("no load can be made of this");
        }
    }
}
