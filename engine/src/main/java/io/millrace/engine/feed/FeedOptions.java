package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Options of a feed by key. Values are checked when the feed is opened, against what its format understands.
 *
 * <p>Immutable; any thread.
 *
 * <ul>
 *   <li>{@code entry}: entry of a zip file that holds several
 *   <li>{@code date}: day of a {@code lean-*} file, {@code yyyy-mm-dd}; else taken from the file name
 *   <li>{@code timeZone}: zone of wall times, such as {@code Asia/Kolkata}; {@code America/New_York} for {@code
 *       lean-*}, {@code UTC} for {@code ohlcv}
 *   <li>{@code preset}: settings of {@code ohlcv} for a known source: {@code nse-minute}, {@code nse-daily},
 *       {@code kraken}, {@code binance-us}; single options win over it
 *   <li>{@code columns}: {@code time=Date,open=Open,...}; keys {@code time open high low close volume count symbol};
 *       for a file without a header the values are column numbers from 1
 *   <li>{@code header}: {@code auto} (default), {@code yes} or {@code no}
 *   <li>{@code timeFormat}: {@code auto} (default), {@code s}, {@code ms}, {@code us}, {@code ns}, {@code iso} or a
 *       {@link java.time.format.DateTimeFormatter} pattern (slower: allocates for each line)
 *   <li>{@code interval}: length of the bars, such as {@code 1m}
 *   <li>{@code barTime}: {@code open} (default) or {@code close}: which end of the bar its time is
 * </ul>
 */
public final class FeedOptions {

    public static final String ENTRY = "entry";
    public static final String DATE = "date";
    public static final String TIME_ZONE = "timeZone";
    public static final String PRESET = "preset";
    public static final String COLUMNS = "columns";
    public static final String HEADER = "header";
    public static final String TIME_FORMAT = "timeFormat";
    public static final String INTERVAL = "interval";
    public static final String BAR_TIME = "barTime";

    private static final Set<String> KEYS =
            Set.of(ENTRY, DATE, TIME_ZONE, PRESET, COLUMNS, HEADER, TIME_FORMAT, INTERVAL, BAR_TIME);
    private static final FeedOptions NONE = new FeedOptions(Collections.emptyMap());

    private final Map<String, String> values;

    private FeedOptions(Map<String, String> values) {
        this.values = values;
    }

    /** No options. */
    public static FeedOptions none() {
        return NONE;
    }

    /** All options of a map; an unknown key is a {@link ConfigurationError}. */
    public static FeedOptions of(Map<String, String> values) {
        FeedOptions options = NONE;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            options = options.with(entry.getKey(), entry.getValue());
        }
        return options;
    }

    /** These options and one more, which takes the place of an earlier value. */
    public FeedOptions with(String key, String value) {
        if (!KEYS.contains(key)) {
            throw new ConfigurationError("feed option '" + Printable.text(key) + "': not known; choose one of "
                    + String.join(", ", sorted(KEYS)));
        }
        Map<String, String> more = new TreeMap<>(values);
        more.put(key, value);
        return new FeedOptions(Collections.unmodifiableMap(more));
    }

    /** These options over others: a key of these wins. */
    FeedOptions over(FeedOptions defaults) {
        Map<String, String> merged = new TreeMap<>(defaults.values);
        merged.putAll(values);
        return new FeedOptions(Collections.unmodifiableMap(merged));
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The options by key, in the order of their names. */
    public Map<String, String> asMap() {
        return values;
    }

    void checkFor(FeedFormat format) {
        for (String key : values.keySet()) {
            if (!format.options().contains(key)) {
                throw new ConfigurationError("feed option '" + key + "': means nothing to format " + format.label()
                        + "; it understands " + String.join(", ", sorted(format.options())));
            }
        }
    }

    private static Iterable<String> sorted(Set<String> keys) {
        return new TreeSet<>(keys);
    }
}
