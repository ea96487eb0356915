package io.millrace.tools.torture.live;

import io.millrace.tools.torture.Invariant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The engine's p99 in trouble by that before, of all rounds of all database faults. One thread.
 *
 * <p>A single ratio of two windows of five seconds says little on a machine that has other things to do, and a server that
 * starts takes a core by itself. So they are reported one by one and judged by the median of all, from {@value #LEAST} on.
 */
final class LatencyRatios {
    static final double MOST = 1.2;

    private static final int LEAST = 24;
    private static final double NANOS_PER_MICRO = 1e3;

    private record Pair(long calmNs, long hurtNs) {
        double ratio() {
            return (double) hurtNs / calmNs;
        }
    }

    private final Map<DatabaseTrouble, List<Pair>> pairs = new EnumMap<>(DatabaseTrouble.class);
    private boolean judged;

    /** Adds the two p99 of a round, ns; 0 where there was nothing to measure. */
    void add(final DatabaseTrouble trouble, final long calmNs, final long hurtNs) {
        if (calmNs > 0 && hurtNs > 0) {
            pairs.computeIfAbsent(trouble, each -> new ArrayList<>()).add(new Pair(calmNs, hurtNs));
        }
    }

    /** Adds the figures of one trouble to a report, and those of all to the first report that asks; judges all then. */
    void tell(final DatabaseTrouble trouble, final Map<String, Object> told) {
        final List<Pair> own = pairs.getOrDefault(trouble, List.of());
        if (!own.isEmpty()) {
            told.put(
                    "engine p99 before, median, us",
                    micros(own.stream().mapToLong(Pair::calmNs).sorted().toArray()));
            told.put(
                    "engine p99 in trouble, median, us",
                    micros(own.stream().mapToLong(Pair::hurtNs).sorted().toArray()));
            told.put("ratio, median of " + own.size(), rounded(median(own)));
        }
        final List<Pair> all = pairs.values().stream().flatMap(List::stream).toList();
        if (judged || all.isEmpty()) {
            return;
        }
        judged = true;
        final double median = median(all);
        told.put("ratio, median of all " + all.size() + " database rounds", rounded(median));
        Invariant.I7.require(
                all.size() < LEAST || median <= MOST,
                "the median of " + all.size() + " ratios of the engine's p99 in trouble by that before is "
                        + rounded(median) + ", more than " + MOST);
    }

    private static double median(final List<Pair> some) {
        final double[] sorted = some.stream().mapToDouble(Pair::ratio).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static String micros(final long[] sorted) {
        return String.format(Locale.ROOT, "%.0f", sorted[sorted.length / 2] / NANOS_PER_MICRO);
    }

    private static double rounded(final double value) {
        return Math.round(value * 100) / 100.0;
    }
}
