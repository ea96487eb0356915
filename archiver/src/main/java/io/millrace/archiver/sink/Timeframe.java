package io.millrace.archiver.sink;

/** A bar interval as text: the largest unit that divides it, so {@code 1m}, {@code 90s}, {@code 500ms}. Any thread. */
final class Timeframe {
    private static final long[] UNIT_NS = {
        86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L
    };
    private static final String[] UNIT = {"d", "h", "m", "s", "ms", "us"};

    private Timeframe() {}

    static String of(long intervalNs) {
        for (int i = 0; i < UNIT.length; i++) {
            if (intervalNs != 0 && intervalNs % UNIT_NS[i] == 0) {
                return intervalNs / UNIT_NS[i] + UNIT[i];
            }
        }
        return intervalNs + "ns";
    }
}
