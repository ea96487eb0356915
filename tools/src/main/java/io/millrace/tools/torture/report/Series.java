package io.millrace.tools.torture.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Samples of one quantity over a soak, and whether it stays flat. One thread.
 *
 * <p>Flat: the median of the last third is above that of the first third by no more than a part of it and a fixed amount. The
 * samples of the warm-up are left out by whoever adds them.
 */
public final class Series {
    private static final double MOST_GROWTH = 0.05;
    private static final int LEAST_SAMPLES = 6;

    private final String name;
    private final String unit;
    private final double slack;
    private final List<double[]> samples = new ArrayList<>();

    /** @param slack growth in the unit that means nothing; negative where the quantity is only shown, not judged */
    public Series(final String name, final String unit, final double slack) {
        this.name = name;
        this.unit = unit;
        this.slack = slack;
    }

    /** Adds a sample. */
    public void add(final double seconds, final double value) {
        samples.add(new double[] {seconds, value});
    }

    public String name() {
        return name;
    }

    public String unit() {
        return unit;
    }

    /** Pairs of seconds and value, in the order of time. */
    public List<double[]> samples() {
        return List.copyOf(samples);
    }

    /** Whether it is to be flat at all. */
    public boolean judged() {
        return slack >= 0;
    }

    /** Median of the first third. */
    public double early() {
        return median(samples.subList(0, (samples.size() + 2) / 3));
    }

    /** Median of the last third. */
    public double late() {
        return median(samples.subList(samples.size() - (samples.size() + 2) / 3, samples.size()));
    }

    /** True unless it grows; a soak too short for an answer has none that is bad. */
    public boolean flat() {
        return !judged() || samples.size() < LEAST_SAMPLES || late() <= early() * (1 + MOST_GROWTH) + slack;
    }

    private static double median(final List<double[]> some) {
        if (some.isEmpty()) {
            return 0;
        }
        final double[] sorted =
                some.stream().mapToDouble(each -> each[1]).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
