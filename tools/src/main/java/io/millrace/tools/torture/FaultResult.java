package io.millrace.tools.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of the rounds of one fault. Written by the thread of its lane; read when that has ended. */
public final class FaultResult {
    private final Fault fault;
    private final int plannedRounds;
    private final String obstacle;
    private final Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    private final List<RoundFailure> failures = new ArrayList<>();
    private final Map<String, Object> details = new LinkedHashMap<>();
    private int rounds;
    private long durationNs;

    FaultResult(final Fault fault, final int plannedRounds, final String obstacle) {
        this.fault = fault;
        this.plannedRounds = plannedRounds;
        this.obstacle = obstacle;
    }

    void ran(final Round round, final long elapsedNs) {
        rounds++;
        durationNs += elapsedNs;
        round.figures().forEach((figure, amount) -> figures.merge(figure, amount, Long::sum));
    }

    void failed(final RoundFailure failure) {
        failures.add(failure);
    }

    void tells(final Map<String, Object> more) {
        details.putAll(more);
    }

    /** The fault. */
    public Fault fault() {
        return fault;
    }

    /** Rounds that were wanted. */
    public int plannedRounds() {
        return plannedRounds;
    }

    /** Rounds that ran to their end, well or not. */
    public int rounds() {
        return rounds;
    }

    /** Why it could not be run, or null. */
    public String obstacle() {
        return obstacle;
    }

    /** Sums over the rounds; 0 where none counted. */
    public long figure(final Figure figure) {
        return figures.getOrDefault(figure, 0L);
    }

    /** Rounds that failed. */
    public List<RoundFailure> failures() {
        return List.copyOf(failures);
    }

    /** What this fault alone has to tell. */
    public Map<String, Object> details() {
        return details;
    }

    /** Time of its rounds, ns. */
    public long durationNs() {
        return durationNs;
    }
}
