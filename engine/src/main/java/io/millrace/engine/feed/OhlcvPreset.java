package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Options of {@code ohlcv} for sources that we know. Any thread. */
enum OhlcvPreset {
    NSE_MINUTE(
            "nse-minute",
            Map.of(
                    FeedOptions.COLUMNS,
                    "symbol=Code,time=Date,open=Open,high=High,low=Low,close=Close,volume=Volume",
                    FeedOptions.TIME_FORMAT,
                    "iso",
                    FeedOptions.TIME_ZONE,
                    "Asia/Kolkata",
                    FeedOptions.INTERVAL,
                    "1m")),
    NSE_DAILY(
            "nse-daily",
            Map.of(
                    FeedOptions.COLUMNS,
                    "time=timestamp,open=open,high=high,low=low,close=close,volume=volume",
                    FeedOptions.TIME_FORMAT,
                    "iso",
                    FeedOptions.TIME_ZONE,
                    "Asia/Kolkata",
                    FeedOptions.INTERVAL,
                    "1d")),
    /** Kraken publishes several bar lengths in one layout: the interval stays to be given. */
    KRAKEN(
            "kraken",
            Map.of(
                    FeedOptions.HEADER,
                    "no",
                    FeedOptions.COLUMNS,
                    "time=1,open=2,high=3,low=4,close=5,volume=6,count=7",
                    FeedOptions.TIME_FORMAT,
                    "s")),
    /** Bar length as for Kraken. */
    BINANCE_US(
            "binance-us",
            Map.of(
                    FeedOptions.COLUMNS,
                    "time=open_time,open=open,high=high,low=low,close=close,volume=volume",
                    FeedOptions.TIME_FORMAT,
                    "iso"));

    private final String label;
    private final Map<String, String> values;

    OhlcvPreset(String label, Map<String, String> values) {
        this.label = label;
        this.values = values;
    }

    /** The options of that preset. */
    static FeedOptions named(String name) {
        for (OhlcvPreset preset : values()) {
            if (preset.label.equals(name)) {
                return FeedOptions.of(preset.values);
            }
        }
        throw new ConfigurationError("feed option preset='" + Printable.text(name) + "': not known; choose one of "
                + Arrays.stream(values()).map(preset -> preset.label).collect(Collectors.joining(", ")));
    }
}
