package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.harness.Effort;
import java.util.List;

/** The fixed rates of the latency tables, and how long each is kept up. Any thread. */
final class Rates {
    /** The rate at which we are compared with the floors. */
    static final int COMPARED = 100_000;

    private static final int HIGHEST = 1_000_000;
    private static final List<Integer> ALL = List.of(10_000, COMPARED, 250_000, 500_000, HIGHEST);

    /** More would write more than 1 GB. */
    private static final long MOST_EVENTS = 5_000_000;

    private Rates() {}

    /** Events per second, lowest first. */
    static List<Integer> of(final Effort effort) {
        return effort == Effort.SMOKE ? List.of(COMPARED, HIGHEST) : ALL;
    }

    /** What a table calls a rate. */
    static String label(final int eventsPerSecond) {
        return eventsPerSecond < 1_000_000 ? eventsPerSecond / 1_000 + "K" : eventsPerSecond / 1_000_000 + "M";
    }

    /** Events that warm up; a second at least, because latency logs are kept by the second. */
    static int warmUpEvents(final Effort effort, final int rate) {
        return (int) ((long) rate * effort.of(0, 1_200, 2_000) / 1_000);
    }

    /** Events that are measured. */
    static int events(final Effort effort, final int rate) {
        return (int) Math.min(MOST_EVENTS, (long) rate * effort.of(30, 3_300, 12_300) / 1_000);
    }
}
