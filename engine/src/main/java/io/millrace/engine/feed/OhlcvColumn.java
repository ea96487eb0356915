package io.millrace.engine.feed;

import java.util.Locale;
import java.util.Set;

/** The columns that a bar can have, with the names by which they are found when the options name none. */
enum OhlcvColumn {
    TIME(true, Set.of("time", "timestamp", "date", "datetime", "open_time", "opentime", "unix", "")),
    OPEN(true, Set.of("open")),
    HIGH(true, Set.of("high")),
    LOW(true, Set.of("low")),
    CLOSE(true, Set.of("close")),
    VOLUME(false, Set.of("volume", "vol")),
    COUNT(false, Set.of("count", "trades", "number_of_trades")),
    SYMBOL(false, Set.of("symbol", "code", "ticker"));

    private final boolean required;
    private final Set<String> commonNames;

    OhlcvColumn(boolean required, Set<String> commonNames) {
        this.required = required;
        this.commonNames = commonNames;
    }

    /** Whether a bar cannot do without. */
    boolean required() {
        return required;
    }

    boolean commonlyNamed(String header) {
        return commonNames.contains(header.toLowerCase(Locale.ROOT));
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
