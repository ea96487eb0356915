package io.millrace.tools.wiring;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.feed.FeedFormat;
import io.millrace.engine.feed.FeedLane;
import io.millrace.engine.feed.FeedOptions;
import io.millrace.engine.feed.FeedReader;
import io.millrace.engine.feed.FeedSpec;
import io.millrace.engine.feed.Feeds;
import io.millrace.engine.input.Instrument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the user says about feeds, made into lanes of a pump. Immutable, any thread.
 *
 * @param feeds {@code FORMAT:FILE[,FILE…]}, one lane each
 * @param symbols one for all feeds, or one for each
 * @param venues none for that of the format, one for all feeds, or one for each
 * @param priceExponent null for that of the format
 * @param quantityExponent null for that of the format
 */
public record FeedArguments(
        List<String> feeds,
        List<String> symbols,
        List<String> venues,
        Integer priceExponent,
        Integer quantityExponent,
        FeedOptions options,
        boolean strict) {

    public FeedArguments {
        feeds = List.copyOf(feeds);
        symbols = List.copyOf(symbols);
        venues = List.copyOf(venues);
        requireOneOrAll("--symbol", symbols.size(), feeds.size());
        if (!venues.isEmpty()) {
            requireOneOrAll("--venue", venues.size(), feeds.size());
        }
    }

    private static void requireOneOrAll(String option, int given, int feeds) {
        if (given != 1 && given != feeds) {
            throw new ConfigurationError(option + " is given " + given + " times for " + feeds
                    + " feeds: give it once, or once for each --feed");
        }
    }

    /**
     * Opens and closes every file once, so that nothing is created for a run that could not read its feeds, and returns the
     * lanes.
     *
     * @throws ConfigurationError one line, when a feed cannot be read as said
     */
    public List<FeedLane> lanes() {
        List<FeedLane> lanes = new ArrayList<>();
        for (int i = 0; i < feeds.size(); i++) {
            lanes.add(lane(feeds.get(i), each(symbols, i), venues.isEmpty() ? null : each(venues, i)));
        }
        return lanes;
    }

    private static String each(List<String> values, int index) {
        return values.size() == 1 ? values.get(0) : values.get(index);
    }

    private FeedLane lane(String feed, String symbol, String venue) {
        int colon = feed.indexOf(':');
        if (colon < 1 || colon == feed.length() - 1) {
            throw new ConfigurationError(
                    "--feed " + feed + ": write FORMAT:FILE[,FILE...], with one of the formats " + FeedFormat.names());
        }
        FeedFormat format = FeedFormat.named(feed.substring(0, colon));
        List<FeedLane.Source> sources = new ArrayList<>();
        FeedSpec spec = null;
        for (String file : feed.substring(colon + 1).split(",", -1)) {
            spec = new FeedSpec(
                    format,
                    Path.of(file),
                    symbol,
                    venue == null ? venueOf(format) : venue,
                    priceExponent == null ? format.defaultPriceExponent() : priceExponent,
                    quantityExponent == null ? format.defaultQuantityExponent() : quantityExponent,
                    options,
                    strict);
            sources.add(checked(spec));
        }
        return new FeedLane(
                new Instrument(symbol, spec.venue(), spec.priceExponent(), spec.quantityExponent()), sources);
    }

    /** The venue where the user names none. */
    private static String venueOf(FeedFormat format) {
        return switch (format) {
            case BINANCE_TRADES, BINANCE_AGGTRADES, BINANCE_BOOKTICKER, BINANCE_KLINES, BINANCE_WS -> "BINANCE";
            case LEAN_TRADES, LEAN_QUOTES -> "US";
            case OHLCV -> "FILE";
        };
    }

    private static FeedLane.Source checked(FeedSpec spec) {
        try (FeedReader reader = Feeds.open(spec)) {
            return new FileSource(spec, reader.sizeBytes());
        }
    }

    /** A file that is opened when its turn comes. */
    private record FileSource(FeedSpec spec, long sizeBytes) implements FeedLane.Source {
        @Override
        public FeedReader open() {
            return Feeds.open(spec);
        }
    }
}
