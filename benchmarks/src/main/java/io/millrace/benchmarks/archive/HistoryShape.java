package io.millrace.benchmarks.archive;

import io.millrace.benchmarks.harness.Effort;
import java.time.LocalDate;

/**
 * How much history there is, in the small database and in the large one. Both end with the same open day. Immutable.
 *
 * @param ticksPerDay trades and quotes of each day
 * @param days days of the large database
 */
record HistoryShape(int ticksPerDay, int days) {
    /** Days of the small database: one closed, one open. */
    static final int SMALL_DAYS = 2;

    private static final LocalDate LAST_DAY = LocalDate.of(2026, 6, 30);
    private static final int TICKS_PER_SIGNAL = 250;

    /** What ten seconds bring at a thousand ticks per second: so far may the bars be behind. */
    private static final int OPEN_RECORDS = 10_000;

    /** A million ticks against fifty, with less effort against five. */
    static HistoryShape of(final Effort effort) {
        return new HistoryShape(effort.of(2_500, 500_000, 500_000), effort.of(4, 10, 100));
    }

    int ticksPerSignal() {
        return TICKS_PER_SIGNAL;
    }

    long recordsPerDay() {
        return ticks(1) + signals(1);
    }

    /** Records at the end of the open day that are not in the bars yet. */
    long openRecords() {
        return Math.min(OPEN_RECORDS, ticksPerDay / 10);
    }

    LocalDate firstDay(final int ofDays) {
        return LAST_DAY.minusDays(ofDays - 1L);
    }

    /** The open one. */
    LocalDate lastDay() {
        return LAST_DAY;
    }

    long ticks(final int ofDays) {
        return (long) ticksPerDay * ofDays;
    }

    long signals(final int ofDays) {
        return (long) ticksPerDay / TICKS_PER_SIGNAL * ofDays;
    }
}
