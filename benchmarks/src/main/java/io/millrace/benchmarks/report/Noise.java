package io.millrace.benchmarks.report;

import io.millrace.benchmarks.harness.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How much the machine disturbs a thread, before anything is measured: the noise under every figure of a run. Immutable; any thread.
 *
 * @param idle how much too late a sleeper wakes up while nothing of ours runs, ns
 * @param loaded the same beside two threads that spin, as feed and engine do, ns
 * @param interruptions longer than 1 µs that each of two spinning threads has seen, ns
 * @param lostShare share of their time that those took
 */
public record Noise(Histogram idle, Histogram loaded, Histogram interruptions, double lostShare) {
    private static final int SPINNERS = 2;
    /** Above this a machine is not quiet. */
    static final double QUIET_SHARE = 0.005;

    /** Looks for so long at the idle machine, and again for so long at the loaded one. */
    public static Noise measure(final Duration duration) {
        final Histogram idle = HiccupMeter.measure(duration);
        final List<SpinMeter> spinners = List.of(SpinMeter.start(duration), SpinMeter.start(duration));
        final Histogram loaded = HiccupMeter.measure(duration);
        final Histogram interruptions = new Histogram(idle);
        interruptions.reset();
        double lostNs = 0;
        for (final SpinMeter spinner : spinners) {
            interruptions.add(spinner.await());
            lostNs += spinner.lostNs();
        }
        return new Noise(idle, loaded, interruptions, lostNs / (SPINNERS * (double) duration.toNanos()));
    }

    /** Share of their time that two spinning threads lose now, in a look as long as this. */
    public static double lostShare(final Duration duration) {
        final List<SpinMeter> spinners = List.of(SpinMeter.start(duration), SpinMeter.start(duration));
        double lostNs = 0;
        for (final SpinMeter spinner : spinners) {
            spinner.await();
            lostNs += spinner.lostNs();
        }
        return lostNs / (SPINNERS * (double) duration.toNanos());
    }

    /** True when other work takes so much of the cores that absolute figures, and all tails, tell of that work. */
    public boolean disturbing() {
        return lostShare > QUIET_SHARE;
    }

    /** One line, to stand beside absolute figures. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "A sleeper wakes up %s (50 %%), %s (99 %%), %s (99.9 %%), %s (worst) late when idle; %s, %s, %s, %s beside two"
                        + " spinning threads, which lose %.2f %% of their time, %s at once at worst.",
                time(idle.getValueAtPercentile(50)),
                time(idle.getValueAtPercentile(99)),
                time(idle.getValueAtPercentile(99.9)),
                time(idle.getMaxValue()),
                time(loaded.getValueAtPercentile(50)),
                time(loaded.getValueAtPercentile(99)),
                time(loaded.getValueAtPercentile(99.9)),
                time(loaded.getMaxValue()),
                lostShare * 100,
                time(interruptions.getMaxValue()));
    }

    void append(final StringBuilder page) {
        page.append(
                        "\nNoise before the run. Hiccups are what a thread that sleeps for a millisecond wakes up too late; interruptions")
                .append("\nare gaps of more than 1 µs in the time that a thread sees which only reads the clock.\n\n")
                .append("| | 50 % | 99 % | 99.9 % | worst | count |\n|---|---:|---:|---:|---:|---:|\n");
        row(page, "hiccups, idle", idle);
        row(page, "hiccups beside two spinning threads", loaded);
        row(page, "interruptions of two spinning threads", interruptions);
        page.append(String.format(
                Locale.ROOT, "%nThe spinning threads lost %.3f %% of their time in interruptions.%n", lostShare * 100));
    }

    private static void row(final StringBuilder page, final String name, final Histogram values) {
        page.append("| ").append(name);
        for (final double percentile : new double[] {50, 99, 99.9, 100}) {
            page.append(" | ").append(time(values.getValueAtPercentile(percentile)));
        }
        page.append(" | ").append(values.getTotalCount()).append(" |\n");
    }

    private static String time(final long ns) {
        return Unit.NANOSECONDS.format((double) ns);
    }
}
