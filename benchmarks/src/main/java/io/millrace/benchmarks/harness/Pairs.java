package io.millrace.benchmarks.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * Ours and a floor or peer, measured in turns: A B A B, so that a machine that gets slower or faster meanwhile changes both sides
 * alike. What is told is the median.
 *
 * <p>Immutable; any thread.
 *
 * @param <A> what one run of ours gives
 * @param <B> what one run of the other gives
 */
public final class Pairs<A, B> {
    private final List<A> ours;
    private final List<B> others;

    private Pairs(final List<A> ours, final List<B> others) {
        this.ours = List.copyOf(ours);
        this.others = List.copyOf(others);
    }

    /** Runs both so many times in turns, on the calling thread; stops at what either throws. */
    public static <A, B> Pairs<A, B> interleave(final int pairs, final Callable<A> ours, final Callable<B> other)
            throws Exception {
        if (pairs < 1) {
            throw new IllegalArgumentException("at least one pair is needed, not " + pairs);
        }
        final List<A> own = new ArrayList<>(pairs);
        final List<B> others = new ArrayList<>(pairs);
        for (int i = 0; i < pairs; i++) {
            own.add(ours.call());
            others.add(other.call());
        }
        return new Pairs<>(own, others);
    }

    /** How many pairs there are. */
    public int count() {
        return ours.size();
    }

    /** The runs of ours, in order. */
    public List<A> ours() {
        return ours;
    }

    /** The runs of the other, in order. */
    public List<B> others() {
        return others;
    }

    /** Median over the runs of ours. */
    public double medianOfOurs(final ToDoubleFunction<A> value) {
        return median(ours.stream().mapToDouble(value).toArray());
    }

    /** Median over the runs of the other. */
    public double medianOfOthers(final ToDoubleFunction<B> value) {
        return median(others.stream().mapToDouble(value).toArray());
    }

    /** Median over the pairs of what each pair gives, such as a ratio; not the ratio of the medians. */
    public double median(final ToDoubleBiFunction<A, B> value) {
        final double[] values = new double[ours.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.applyAsDouble(ours.get(i), others.get(i));
        }
        return median(values);
    }

    /**
     * What two runs of the same differ by: the median, over the runs of the other and the one before each, of the larger value ÷ the
     * smaller; at least 1, NaN of a single run.
     */
    public double neighboursOfOthersDiffer(final ToDoubleFunction<B> value) {
        if (others.size() < 2) {
            return Double.NaN;
        }
        final double[] factors = new double[others.size() - 1];
        for (int i = 0; i < factors.length; i++) {
            final double before = value.applyAsDouble(others.get(i));
            final double after = value.applyAsDouble(others.get(i + 1));
            factors[i] = Math.max(before, after) / Math.min(before, after);
        }
        return median(factors);
    }

    /** The middle of some values; of an even number, the mean of the two in the middle. */
    public static double median(final double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values, no median");
        }
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
