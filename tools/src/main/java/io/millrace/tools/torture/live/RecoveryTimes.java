package io.millrace.tools.torture.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What starts behind a kill took, from the start of the process to ready. One thread.
 *
 * <p>Of the small journals of most faults the start of a JVM is nearly all, so they are not counted by event.
 */
final class RecoveryTimes {
    private final List<Long> readyMs = new ArrayList<>();

    /** Adds the start of an engine that has reported at its end. */
    void add(final LiveEngine.Result result) {
        readyMs.add(result.report().path("startToReadyMs").asLong());
    }

    /** For the report. */
    Map<String, Object> told() {
        if (readyMs.isEmpty()) {
            return Map.of();
        }
        final List<Long> sorted = readyMs.stream().sorted().toList();
        return Map.of(
                "start to ready behind a kill, median and longest of " + sorted.size() + ", ms",
                sorted.get(sorted.size() / 2) + ", " + sorted.get(sorted.size() - 1));
    }
}
