package io.millrace.benchmarks.harness;

import java.util.Objects;
import java.util.Optional;

/**
 * One figure of a run, ours against a floor or a peer where there is one. Immutable; any thread.
 *
 * @param key its name in the JSON; unique in a run
 * @param measure what was measured, in words
 * @param unit of {@code ours} and {@code other}
 * @param ours our value: the median over the pairs
 * @param otherName the floor or peer; empty where there is none
 * @param other its value: the median over the pairs; NaN where there is none
 * @param figure what is judged: the median of the pairs' ratios, or {@code ours} where there is no other
 * @param goal what the figure has to reach; empty for a figure that is only told
 * @param notes conditions a reader needs beside the figure: preset, rate, pairs, what is and is not comparable
 */
public record Row(
        String key,
        String measure,
        Unit unit,
        double ours,
        String otherName,
        double other,
        double figure,
        Optional<Goal> goal,
        String notes) {

    public Row {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(otherName, "otherName");
        Objects.requireNonNull(goal, "goal");
        Objects.requireNonNull(notes, "notes");
    }

    /** A goal's figure that is a ratio. */
    public static Row ratio(
            final Goal goal,
            final Unit unit,
            final double ours,
            final String otherName,
            final double other,
            final double ratio,
            final String notes) {
        return new Row(goal.key(), goal.measure(), unit, ours, otherName, other, ratio, Optional.of(goal), notes);
    }

    /** A goal's figure that stands for itself. */
    public static Row absolute(final Goal goal, final Unit unit, final double ours, final String notes) {
        return new Row(goal.key(), goal.measure(), unit, ours, "", Double.NaN, ours, Optional.of(goal), notes);
    }

    /** A ratio that no goal is about. */
    public static Row ratio(
            final String key,
            final String measure,
            final Unit unit,
            final double ours,
            final String otherName,
            final double other,
            final double ratio,
            final String notes) {
        return new Row(key, measure, unit, ours, otherName, other, ratio, Optional.empty(), notes);
    }

    /** A value that no goal is about. */
    public static Row absolute(
            final String key, final String measure, final Unit unit, final double ours, final String notes) {
        return new Row(key, measure, unit, ours, "", Double.NaN, ours, Optional.empty(), notes);
    }

    /** True when the figure is a quotient of two measured values. */
    public boolean isRatio() {
        return !otherName.isEmpty();
    }
}
