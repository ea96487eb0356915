package io.millrace.engine.feed;

import io.millrace.engine.config.ConfigurationError;
import io.millrace.engine.feed.text.Times;
import io.millrace.engine.feed.text.ZoneTable;
import io.millrace.journal.record.Decimals;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of LEAN tick files: milliseconds of the wall clock since midnight of the file's day, in the exchange's zone. On
 * a day when clocks change they are still what the clock on the wall shows.
 *
 * <p>Feed thread; no allocation in {@link #parse}.
 */
final class LeanClock {

    private static final String DEFAULT_ZONE = "America/New_York";
    private static final Pattern DATE = Pattern.compile("(?<!\\d)((?:19|20)\\d\\d)(-?)(\\d\\d)\\2(\\d\\d)(?!\\d)");
    private static final long NS_PER_DAY = 86_400 * Times.NS_PER_SECOND;
    private static final int MS_TO_NS = -6;

    private final ZoneTable zone;
    private final long midnightSeconds;

    LeanClock(FeedSpec spec, String entryName) {
        LocalDate date =
                spec.options().get(FeedOptions.DATE).map(OptionValues::date).orElseGet(() -> dateOf(spec, entryName));
        zone = new ZoneTable(OptionValues.zone(spec.options(), DEFAULT_ZONE));
        midnightSeconds = date.toEpochDay() * 86_400;
    }

    private static LocalDate dateOf(FeedSpec spec, String entryName) {
        LocalDate date = dateIn(String.valueOf(spec.path().getFileName()));
        if (date == null) {
            date = dateIn(entryName);
        }
        if (date == null) {
            throw new ConfigurationError("feed file " + spec.path()
                    + ": no day in its name, and its times need one; pass --date yyyy-mm-dd");
        }
        return date;
    }

    private static LocalDate dateIn(String name) {
        Matcher matcher = DATE.matcher(name);
        while (matcher.find()) {
            try {
                return LocalDate.of(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(3)),
                        Integer.parseInt(matcher.group(4)));
            } catch (DateTimeException e) {
                // Eight digits that are no day; the name may hold others behind them.
            }
        }
        return null;
    }

    /** Nanoseconds since the epoch, UTC; {@link Times#BAD} when the field is no time of day. */
    long parse(byte[] buffer, int start, int end) {
        long sinceMidnightNs = Decimals.parse(buffer, start, end - start, MS_TO_NS);
        if (sinceMidnightNs < 0 || sinceMidnightNs >= NS_PER_DAY) {
            return Times.BAD;
        }
        long seconds = sinceMidnightNs / Times.NS_PER_SECOND;
        long rest = sinceMidnightNs - seconds * Times.NS_PER_SECOND;
        return zone.toUtcSeconds(midnightSeconds + seconds) * Times.NS_PER_SECOND + rest;
    }
}
