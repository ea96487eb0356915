package io.millrace.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Derives the numbers of {@link CapturedArrivals} from raw captures: lines of {@code <receive time, ns> <JSON>}, of which trades and
 * top-of-book quotes count.
 */
final class CaptureArrivals {
    private final List<Event> events = new ArrayList<>();
    private final List<Integer> bursts = new ArrayList<>();
    private double[] gapsNs;
    private long inBurst;
    private long sameInstrument;

    private record Event(long receivedNs, int stream, boolean trade) {}

    /** Merges captures by receive time. */
    static CaptureArrivals of(final List<Path> captures) throws IOException {
        final CaptureArrivals arrivals = new CaptureArrivals();
        for (int stream = 0; stream < captures.size(); stream++) {
            arrivals.read(captures.get(stream), stream);
        }
        arrivals.events.sort(Comparator.comparingLong(Event::receivedNs));
        arrivals.measure();
        return arrivals;
    }

    int events() {
        return events.size();
    }

    double meanBurst() {
        return (double) events.size() / bursts.size();
    }

    /** Share of bursts of at most so many events. */
    double shareOfBursts(final int size) {
        return bursts.stream().filter(burst -> burst <= size).count() / (double) bursts.size();
    }

    /** The gap between bursts, in units of the mean one, that such a share does not exceed. */
    double gap(final double share) {
        final int index = Math.min(gapsNs.length - 1, (int) (share * gapsNs.length));
        return gapsNs[index] / Arrays.stream(gapsNs).average().orElseThrow();
    }

    double sameInstrument() {
        return (double) sameInstrument / inBurst;
    }

    /** How much more often an event repeats the kind of the one before than the shares of the kinds explain. */
    double sameKind() {
        final double trades = events.stream().filter(Event::trade).count() / (double) events.size();
        final double byChance = trades * trades + (1 - trades) * (1 - trades);
        long same = 0;
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i).trade() == events.get(i - 1).trade()) {
                same++;
            }
        }
        return (same / (events.size() - 1.0) - byChance) / (1 - byChance);
    }

    private void read(final Path capture, final int stream) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(capture)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                final String start = line.substring(0, Math.min(line.length(), 70));
                final boolean trade = start.contains("@trade\"");
                if (trade || start.contains("@bookTicker\"")) {
                    events.add(new Event(Long.parseLong(line.substring(0, line.indexOf(' '))), stream, trade));
                }
            }
        }
    }

    private void measure() {
        final List<Double> gaps = new ArrayList<>();
        int burst = 1;
        for (int i = 1; i < events.size(); i++) {
            final long gapNs = events.get(i).receivedNs() - events.get(i - 1).receivedNs();
            if (gapNs <= CapturedArrivals.BURST_GAP_NS) {
                burst++;
                inBurst++;
                sameInstrument += events.get(i).stream() == events.get(i - 1).stream() ? 1 : 0;
            } else {
                bursts.add(burst);
                burst = 1;
                gaps.add((double) gapNs);
            }
        }
        bursts.add(burst);
        gapsNs = gaps.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
