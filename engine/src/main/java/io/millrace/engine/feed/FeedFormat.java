package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The feed formats by name, with the exponents that suit them and the options they understand. Any thread. */
public enum FeedFormat {
    BINANCE_TRADES("binance-trades", -8, -8, FeedOptions.ENTRY),
    BINANCE_AGGTRADES("binance-aggtrades", -8, -8, FeedOptions.ENTRY),
    BINANCE_BOOKTICKER("binance-bookticker", -8, -8, FeedOptions.ENTRY),
    BINANCE_KLINES("binance-klines", -8, -8, FeedOptions.ENTRY),
    BINANCE_WS("binance-ws", -8, -8, FeedOptions.ENTRY),
    LEAN_TRADES("lean-trades", -4, 0, FeedOptions.ENTRY, FeedOptions.DATE, FeedOptions.TIME_ZONE),
    LEAN_QUOTES("lean-quotes", -4, 0, FeedOptions.ENTRY, FeedOptions.DATE, FeedOptions.TIME_ZONE),
    OHLCV(
            "ohlcv",
            -8,
            -8,
            FeedOptions.ENTRY,
            FeedOptions.PRESET,
            FeedOptions.COLUMNS,
            FeedOptions.HEADER,
            FeedOptions.TIME_FORMAT,
            FeedOptions.TIME_ZONE,
            FeedOptions.INTERVAL,
            FeedOptions.BAR_TIME);

    private final String label;
    private final int defaultPriceExponent;
    private final int defaultQuantityExponent;
    private final Set<String> options;

    FeedFormat(String label, int defaultPriceExponent, int defaultQuantityExponent, String... options) {
        this.label = label;
        this.defaultPriceExponent = defaultPriceExponent;
        this.defaultQuantityExponent = defaultQuantityExponent;
        this.options = Set.of(options);
    }

    /** The format of that name; a {@link ConfigurationError} lists the names there are. */
    public static FeedFormat named(String name) {
        for (FeedFormat format : values()) {
            if (format.label.equals(name.toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new ConfigurationError("feed format '" + Printable.text(name) + "': not known; choose one of " + names());
    }

    /** All names, joined by commas. */
    public static String names() {
        return Arrays.stream(values()).map(FeedFormat::label).collect(Collectors.joining(", "));
    }

    /** Name for people, configuration and JSON. */
    public String label() {
        return label;
    }

    public int defaultPriceExponent() {
        return defaultPriceExponent;
    }

    public int defaultQuantityExponent() {
        return defaultQuantityExponent;
    }

    /** Keys of {@link FeedOptions} that mean something to this format. */
    public Set<String> options() {
        return options;
    }
}
