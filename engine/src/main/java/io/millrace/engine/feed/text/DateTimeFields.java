package io.millrace.engine.feed.text;

/**
 * Date and time of day being put together from their numbers, and checked.
 *
 * <p>Feed thread; reused; no allocation.
 */
final class DateTimeFields {

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MAX_SECONDS = Long.MAX_VALUE / Times.NS_PER_SECOND - 1;
    private static final int MIN_YEAR = 1969;
    private static final int MAX_YEAR = 2263;

    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second;
    long nanosecond;

    void clear() {
        year = 0;
        month = 1;
        day = 1;
        hour = 0;
        minute = 0;
        second = 0;
        nanosecond = 0;
    }

    /** Nanoseconds since the epoch when read in that zone. */
    long toNs(ZoneTable zone) {
        return valid() ? join(zone.toUtcSeconds(wallSeconds())) : Times.BAD;
    }

    /** Nanoseconds since the epoch when read with that offset. */
    long toNs(int offsetSeconds) {
        return valid() ? join(wallSeconds() - offsetSeconds) : Times.BAD;
    }

    private long join(long utcSeconds) {
        return utcSeconds < 0 || utcSeconds > MAX_SECONDS ? Times.BAD : utcSeconds * Times.NS_PER_SECOND + nanosecond;
    }

    private boolean valid() {
        return year >= MIN_YEAR
                && year <= MAX_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= lengthOfMonth()
                && hour <= 23
                && minute <= 59
                && second <= 59;
    }

    private int lengthOfMonth() {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    private long wallSeconds() {
        return epochDay() * SECONDS_PER_DAY + hour * 3600L + minute * 60L + second;
    }

    /** Days since 1970-01-01, counted in years that begin in March so that the leap day comes last. */
    private long epochDay() {
        long y = month <= 2 ? year - 1L : year;
        long monthFromMarch = (month + 9L) % 12;
        long dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
        return 365 * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
    }
}
