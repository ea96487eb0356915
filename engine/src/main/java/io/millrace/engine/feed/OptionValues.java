package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/** Reads values of {@link FeedOptions}; what cannot be read is a {@link ConfigurationError}. Any thread; no state. */
final class OptionValues {

    private static final int FIRST_YEAR = 1971;
    private static final int LAST_YEAR = 2261;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private OptionValues() {}

    static ConfigurationError error(String key, String value, String allowed) {
        return new ConfigurationError("feed option " + key + "='" + Printable.text(value) + "': " + allowed);
    }

    static ZoneId zone(FeedOptions options, String defaultZone) {
        String value = options.get(FeedOptions.TIME_ZONE).orElse(defaultZone);
        try {
            return ZoneId.of(value);
        } catch (DateTimeException e) {
            throw error(FeedOptions.TIME_ZONE, value, "no such time zone; give one like Asia/Kolkata or +05:30");
        }
    }

    static LocalDate date(String value) {
        try {
            LocalDate date = LocalDate.parse(value);
            if (date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
                return date;
            }
        } catch (DateTimeException e) {
            // Answered below, like a day out of range.
        }
        throw error(
                FeedOptions.DATE,
                value,
                "no day between " + FIRST_YEAR + " and " + LAST_YEAR + "; give it as yyyy-mm-dd");
    }

    /** Length of time such as {@code 500ms}, {@code 30s}, {@code 1m}, {@code 4h}, {@code 1d}, {@code 1w}. */
    static long intervalNs(String value) {
        String text = value.trim().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        long unitNs = unitNs(text.substring(digits));
        if (digits == 0 || digits > 9 || unitNs == 0) {
            throw error(FeedOptions.INTERVAL, value, "give a length such as 1s, 1m, 5m, 1h, 1d or 1w");
        }
        long count = Long.parseLong(text.substring(0, digits));
        if (count == 0 || count > Long.MAX_VALUE / unitNs) {
            throw error(FeedOptions.INTERVAL, value, "too short or too long; give a length such as 1m or 1d");
        }
        return count * unitNs;
    }

    private static long unitNs(String unit) {
        return switch (unit) {
            case "ms" -> NS_PER_MS;
            case "s" -> NS_PER_SECOND;
            case "m" -> 60 * NS_PER_SECOND;
            case "h" -> 3_600 * NS_PER_SECOND;
            case "d" -> 86_400 * NS_PER_SECOND;
            case "w" -> 7 * 86_400 * NS_PER_SECOND;
            default -> 0;
        };
    }
}
