package io.millrace.engine.config;

/**
 * How much the engine's state can hold. Immutable; any thread.
 *
 * @param maxInstruments instruments in one engine
 * @param maxFeeds feeds that one journal can number
 */
public record StateConfig(int maxInstruments, int maxFeeds) {
    static final ValueRange MAX_INSTRUMENTS = ValueRange.whole(1, 65_536);
    static final ValueRange MAX_FEEDS = ValueRange.whole(1, 65_534);

    public StateConfig {
        MAX_INSTRUMENTS.require("max-instruments", maxInstruments);
        MAX_FEEDS.require("max-feeds", maxFeeds);
    }
}
