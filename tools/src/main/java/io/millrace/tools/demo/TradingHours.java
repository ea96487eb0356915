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
    private static final int SECONDS_PER_DAY = 86_400;

    private final LocalDate[] dates;
    private final long[] openSeconds;
    private final int lunchSeconds;

    private TradingHours(LocalDate[] dates, long[] openSeconds, int lunchSeconds) {
        this.dates = dates;
        this.openSeconds = openSeconds;
        this.lunchSeconds = lunchSeconds;
    }

    /** So many days from the first one on, with lunch breaks, nights and weekends between the sessions. */
    static TradingHours weekdays(LocalDate firstDay, int days) {
        LocalDate[] dates = new LocalDate[days];
        long[] openSeconds = new long[days];
        LocalDate date = firstDay;
        for (int day = 0; day < days; day++) {
            while (date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY) {
                date = date.plusDays(1);
            }
            dates[day] = date;
            openSeconds[day] = date.atTime(OPEN).toEpochSecond(ZoneOffset.UTC);
            date = date.plusDays(1);
        }
        return new TradingHours(dates, openSeconds, LUNCH_SECONDS);
    }

    /** One session after the other, so that nobody who watches at a multiple of the recorded pace waits for a morning. */
    static TradingHours continuous(LocalDate firstDay, int sessions) {
        LocalDate[] dates = new LocalDate[sessions];
        long[] openSeconds = new long[sessions];
        for (int session = 0; session < sessions; session++) {
            openSeconds[session] =
                    firstDay.atTime(OPEN).toEpochSecond(ZoneOffset.UTC) + (long) session * SESSION_SECONDS;
            dates[session] = LocalDate.ofEpochDay(openSeconds[session] / SECONDS_PER_DAY);
        }
        return new TradingHours(dates, openSeconds, 0);
    }

    boolean isContinuous() {
        return lunchSeconds == 0;
    }

    /** The date on which a session opens. */
    LocalDate date(int day) {
        return dates[day];
    }

    /** Time in ns since the epoch of a second of the session. */
    long timeNs(int day, int second) {
        int lunch = second >= MORNING_SECONDS ? lunchSeconds : 0;
        return (openSeconds[day] + second + lunch) * NS_PER_SECOND;
    }

    /** How busy a market is at this second: 1 on average, more after the open and before the close. */
    static double busyness(int second) {
        double x = 2.0 * second / SESSION_SECONDS - 1;
        return 0.6 + 1.2 * x * x;
    }
}
