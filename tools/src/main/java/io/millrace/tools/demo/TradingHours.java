package io.millrace.tools.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * When the market is open: 09:30 to 12:00 and 13:00 to 16:00 UTC, Monday to Friday. Immutable, any thread.
 *
 * <p>A second of the session counts open seconds only, so the lunch break has none.
 */
final class TradingHours {
    static final int MORNING_SECONDS = 9_000;
    static final int SESSION_SECONDS = 19_800;
    static final long NS_PER_SECOND = 1_000_000_000L;

    private static final LocalTime OPEN = LocalTime.of(9, 30);
    private static final int LUNCH_SECONDS = 3_600;

    private final LocalDate firstDay;

    TradingHours(LocalDate firstDay) {
        this.firstDay = firstDay;
    }

    /** The date of a trading day; weekends are left out. */
    LocalDate date(int day) {
        LocalDate date = firstDay;
        for (int passed = 0; ; date = date.plusDays(1)) {
            boolean open = date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY;
            if (open && passed++ == day) {
                return date;
            }
        }
    }

    /** Time in ns since the epoch of a second of the session. */
    long timeNs(int day, int second) {
        long open = date(day).atTime(OPEN).toEpochSecond(ZoneOffset.UTC);
        int lunch = second >= MORNING_SECONDS ? LUNCH_SECONDS : 0;
        return (open + second + lunch) * NS_PER_SECOND;
    }

    /** How busy a market is at this second: 1 on average, more after the open and before the close. */
    static double busyness(int second) {
        double x = 2.0 * second / SESSION_SECONDS - 1;
        return 0.6 + 1.2 * x * x;
    }
}
