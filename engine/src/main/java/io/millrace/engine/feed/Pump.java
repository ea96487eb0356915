package io.millrace.engine.feed;

/** What publishes the events of feeds to an engine. Runs on the caller's thread, which is then the feed thread. */
public interface Pump {
    /** Publishes until the feeds end or a stop is asked for; throws what the engine has failed with. */
    void run();

    /** Makes {@link #run} return soon, with everything that was published taken by the engine. Any thread. */
    void requestStop();

    /** True when a stop was asked for. Any thread. */
    boolean stopRequested();

    /** How far it is. Any thread. */
    PumpProgress progress();

    /** What became of the lines or messages of all feeds; whole only after {@link #run}. */
    FeedTally totals();
}
