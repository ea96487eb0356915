package io.millrace.tools.view;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * The percentiles of one stage of the engine, in ns. Immutable.
 *
 * @param count latencies recorded
 */
public record LatencySummary(long count, long p50Ns, long p90Ns, long p99Ns, long p999Ns, long p9999Ns, long maxNs) {
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    public static LatencySummary of(Histogram histogram) {
        return new LatencySummary(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getValueAtPercentile(99.99),
                histogram.getMaxValue());
    }

    /** The stages in the newest log of a directory, by tag; empty when there is none. */
    public static Map<String, LatencySummary> newestIn(Path directory) throws IOException {
        Map<String, LatencySummary> summaries = new LinkedHashMap<>();
        Optional<Path> newest = newestLog(directory);
        if (newest.isEmpty()) {
            return summaries;
        }
        Map<String, Histogram> totals = new LinkedHashMap<>();
        try (InputStream stream = Files.newInputStream(newest.get());
                HistogramLogReader reader = new HistogramLogReader(stream)) {
            for (EncodableHistogram each = reader.nextIntervalHistogram();
                    each != null;
                    each = reader.nextIntervalHistogram()) {
                if (each instanceof Histogram interval) {
                    String tag = interval.getTag() == null ? "all" : interval.getTag();
                    totals.computeIfAbsent(tag, name -> new Histogram(HIGHEST_NS, SIGNIFICANT_DIGITS))
                            .add(interval);
                }
            }
        }
        totals.forEach((tag, histogram) -> summaries.put(tag, of(histogram)));
        return summaries;
    }

    private static Optional<Path> newestLog(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        Path newest = null;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                boolean later = newest == null
                        || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(newest)) > 0;
                if (file.toString().endsWith(".hlog") && later) {
                    newest = file;
                }
            }
        }
        return Optional.ofNullable(newest);
    }

    /** For JSON. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("count", count);
        values.put("p50", p50Ns);
        values.put("p90", p90Ns);
        values.put("p99", p99Ns);
        values.put("p999", p999Ns);
        values.put("p9999", p9999Ns);
        values.put("max", maxNs);
        return values;
    }
}
