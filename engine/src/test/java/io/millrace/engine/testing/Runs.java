package io.millrace.engine.testing;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedPump;
import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.feed.FeedSpec;
import io.millrace.engine.feed.Feeds;
import io.millrace.engine.feed.Pace;
import io.millrace.engine.input.Instrument;
import io.millrace.engine.recovery.DataDirectory;
import io.millrace.engine.recovery.Replay;
import io.millrace.engine.recovery.ReplayReport;
import io.millrace.journal.codec.StopReason;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whole runs of an engine. */
public final class Runs {
    private Runs() {}

    /** A configuration: the defaults, small in its limits, with these settings over it by key below the engine's. */
    public static EngineConfig config(final String... keysAndValues) {
        final Map<String, String> overrides = new TreeMap<>(Map.of(
                EngineConfig.KEY_PREFIX + "state.max-instruments", "8",
                EngineConfig.KEY_PREFIX + "state.max-feeds", "64",
                // A test that is about it turns it on.
                EngineConfig.KEY_PREFIX + "warm-up", "0ms"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            overrides.put(EngineConfig.KEY_PREFIX + keysAndValues[i], keysAndValues[i + 1]);
        }
        return EngineConfig.load(Optional.empty(), overrides);
    }

    /** Bars from a second up, with indicators and rules that are warm soon. */
    public static EngineConfig quickConfig(final String... keysAndValues) {
        final String[] quick = {
            "bars", "[1s, 5s, 1m, 1h]",
            "indicators", """
                    [ { name = fast, kind = ema, bar = 1s, period = 3 }, { name = slow, kind = sma, bar = 1s, period = 9 }
                      { name = range, kind = atr, bar = 1s, period = 5 }, { name = rsi, kind = rsi, bar = 1s, period = 5 }
                      { name = bands, kind = bollinger, bar = 1s, period = 8, deviations = 2 }
                      { name = volume, kind = obv, bar = 5s }, { name = average, kind = vwap, bar = 1m, period = 0 }
                      { name = trend, kind = adx, bar = 5s, period = 4 }, { name = turn, kind = stochastic, bar = 1m, k-period = 5 }
                      { name = macd, kind = macd, bar = 1s, fast = 3, slow = 7, signal = 3 } ]""",
            "rules", """
                    [ { name = cross, kind = moving-average-cross, bar = 1s, fast = fast, slow = slow, atr = range, min-adx = 0 }
                      { name = turn, kind = rsi-reversion, bar = 1s, rsi = rsi, atr = range }
                      { name = break, kind = bollinger-breakout, bar = 1s, bands = bands, atr = range } ]""",
            "limits.min-volatility-bps", "0",
            "limits.cooldown-bars", "2",
            "limits.max-signals-per-hour", "200",
        };
        final String[] all = Arrays.copyOf(quick, quick.length + keysAndValues.length);
        System.arraycopy(keysAndValues, 0, all, quick.length, keysAndValues.length);
        return config(all);
    }

    /** Runs lanes to their end and stops in order. */
    public static EngineReport run(final Path data, final EngineConfig config, final List<FeedLane> lanes) {
        try (Engine engine = Engine.open(data, config)) {
            new FeedPump(engine, lanes, Pace.MAX).run();
            return engine.stop(StopReason.FEED_ENDED);
        }
    }

    /** A lane over one file. */
    public static FeedLane file(final FeedSpec spec) {
        return new FeedLane(
                new Instrument(spec.symbol(), spec.venue(), spec.priceExponent(), spec.quantityExponent()),
                List.of(new FeedLane.Source() {
                    @Override
                    public FeedReader open() {
                        return Feeds.open(spec);
                    }

                    @Override
                    public long sizeBytes() {
                        return spec.path().toFile().length();
                    }
                }));
    }

    /** Replays a whole journal. */
    public static ReplayReport replay(final Path data) {
        try (Replay replay = new Replay(journal(data), EngineConfig.defaults(), sequence -> {})) {
            return replay.run();
        }
    }

    /** The journal of a data directory. */
    public static Path journal(final Path data) {
        return new DataDirectory(data).journal();
    }
}
