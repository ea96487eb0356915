package io.millrace.tools.torture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a run. Immutable.
 *
 * @param stopped whether it was asked to end before all was done
 * @param durationNs from the first round to the last
 */
public record TortureReport(TorturePlan plan, List<FaultResult> results, boolean stopped, long durationNs) {

    /** True when no round failed. */
    public boolean clean() {
        return results.stream().allMatch(each -> each.failures().isEmpty());
    }

    /** Rounds of all faults. */
    public long rounds() {
        return results.stream().mapToLong(FaultResult::rounds).sum();
    }

    /** The sum over all faults. */
    public long figure(final Figure figure) {
        return results.stream().mapToLong(each -> each.figure(figure)).sum();
    }

    /** Time that recoveries took for a million events, ns; 0 when there were none. */
    public long recoveryNsPerMillion() {
        final long events = figure(Figure.EVENTS_RECOVERED);
        return events == 0 ? 0 : Math.round(figure(Figure.RECOVERY_NS) * 1e6 / events);
    }

    /** All figures, for JSON. */
    public Map<String, Object> figures() {
        final Map<String, Object> object = new LinkedHashMap<>();
        object.put("rounds", rounds());
        for (final Figure figure : Figure.values()) {
            object.put(figure.label(), figure(figure));
        }
        object.put("recoveryNsPerMillionEvents", recoveryNsPerMillion());
        return object;
    }
}
