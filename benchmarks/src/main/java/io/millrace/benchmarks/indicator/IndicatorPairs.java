package io.millrace.benchmarks.indicator;

import io.millrace.benchmarks.harness.Pairs;
import io.millrace.journal.time.Clocks;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.agrona.concurrent.NanoClock;

/**
 * Measures one indicator in turns with its peers, in a process of its own, because what the compiler makes of a call depends on what
 * has been called from there before.
 *
 * <p>Arguments: indicator, number of pairs, ms of each sample. Prints one line: ns per update for 64 instruments and for one, of TA-Lib, of
 * ta4j, and the medians of the pairs' ratios to both; NaN where a library lacks the indicator. Main thread.
 */
public final class IndicatorPairs {
    private static final int INSTRUMENTS = 64;
    private static final int TA4J_UPDATES = 256;

    private final NanoClock clock = Clocks.monotonic();
    private final long sampleNs;

    private IndicatorPairs(final long sampleNs) {
        this.sampleNs = sampleNs;
    }

    /** Figures of one indicator, ns; what is not there is NaN. */
    record Figures(double ours, double oneInstrument, double taLib, double ta4j, double ratioTaLib, double ratioTa4j) {
        /** Reads what {@link IndicatorPairs} prints. */
        static Figures parse(final String line) {
            final double[] values = Pattern.compile(" ")
                    .splitAsStream(line)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new Figures(values[0], values[1], values[2], values[3], values[4], values[5]);
        }

        private String line() {
            return ours + " " + oneInstrument + " " + taLib + " " + ta4j + " " + ratioTaLib + " " + ratioTa4j;
        }
    }

    private record Ours(double dealt, double oneInstrument) {}

    private record Peers(double taLib, double ta4j) {}

    /** Measures and prints. */
    public static void main(final String[] arguments) throws Exception {
        final IndicatorCase indicator = IndicatorCase.valueOf(arguments[0]);
        final int pairs = Integer.parseInt(arguments[1]);
        final long sampleNs = Long.parseLong(arguments[2]) * 1_000_000L;
        System.out.println(
                new IndicatorPairs(sampleNs).measure(indicator, pairs).line());
    }

    private Figures measure(final IndicatorCase indicator, final int pairs) throws Exception {
        final MillraceStream dealt = ours(indicator, INSTRUMENTS);
        final MillraceStream single = ours(indicator, 1);
        final Runnable taLib = taLib(indicator);
        final Runnable ta4j = ta4j(indicator);
        final Pairs<Ours, Peers> measured = Pairs.interleave(
                // The first few are the compiler's.
                pairs + 3,
                () -> new Ours(sample(dealt::pass, BarSequence.SIZE), sample(single::pass, BarSequence.SIZE)),
                () -> new Peers(sample(taLib, BarSequence.SIZE), sample(ta4j, TA4J_UPDATES)));
        return new Figures(
                lastOfOurs(measured, pairs, Ours::dealt),
                lastOfOurs(measured, pairs, Ours::oneInstrument),
                lastOfPeers(measured, pairs, Peers::taLib),
                lastOfPeers(measured, pairs, Peers::ta4j),
                ratio(measured, pairs, Peers::taLib),
                ratio(measured, pairs, Peers::ta4j));
    }

    private static double lastOfOurs(
            final Pairs<Ours, Peers> measured, final int pairs, final ToDoubleFunction<Ours> value) {
        return Pairs.median(measured.ours().stream()
                .skip(measured.count() - pairs)
                .mapToDouble(value)
                .toArray());
    }

    private static double lastOfPeers(
            final Pairs<Ours, Peers> measured, final int pairs, final ToDoubleFunction<Peers> value) {
        return Pairs.median(measured.others().stream()
                .skip(measured.count() - pairs)
                .mapToDouble(value)
                .toArray());
    }

    private static double ratio(
            final Pairs<Ours, Peers> measured, final int pairs, final ToDoubleFunction<Peers> peer) {
        final double[] ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            final int index = measured.count() - pairs + i;
            ratios[i] = measured.ours().get(index).dealt()
                    / peer.applyAsDouble(measured.others().get(index));
        }
        return Pairs.median(ratios);
    }

    /** ns per operation, of as many rounds as fill the sample. */
    private double sample(final Runnable round, final int operations) {
        if (round == null) {
            return Double.NaN;
        }
        final long startNs = clock.nanoTime();
        long rounds = 0;
        long elapsedNs;
        do {
            round.run();
            rounds++;
            elapsedNs = clock.nanoTime() - startNs;
        } while (elapsedNs < sampleNs);
        return (double) elapsedNs / (rounds * operations);
    }

    private static MillraceStream ours(final IndicatorCase indicator, final int instruments) {
        final MillraceStream stream = new MillraceStream();
        stream.indicator = indicator;
        stream.instruments = instruments;
        stream.open();
        return stream;
    }

    private static Runnable taLib(final IndicatorCase indicator) {
        if (!indicator.hasTaLib()) {
            return null;
        }
        final TaLibBatch batch = new TaLibBatch();
        batch.indicator = indicator;
        batch.open();
        return batch::compute;
    }

    private static Runnable ta4j(final IndicatorCase indicator) {
        if (!indicator.hasTa4j()) {
            return null;
        }
        final Ta4jStream live = new Ta4jStream();
        live.indicator = indicator;
        live.open();
        return () -> live.updates(TA4J_UPDATES);
    }
}
