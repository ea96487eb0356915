package io.millrace.tools.torture.live;

import io.millrace.engine.metrics.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * A stretch of wall time, and what an engine's latencies were in it. Immutable.
 *
 * @param startMs ms since the epoch
 */
record LatencyWindow(long startMs, long endMs) {
    private static final double PERCENTILE = 99;

    /**
     * The 99th percentile from receipt to commit, ns, out of the seconds of an engine's latency logs that lie within; 0 when
     * there are none.
     *
     * @param data directory of an engine that has ended, so that its log is complete
     */
    long p99Ns(final Path data) throws IOException {
        final Histogram within = new Histogram(3);
        final List<Path> logs;
        try (Stream<Path> files = Files.list(data.resolve("latency"))) {
            logs = files.filter(each -> each.toString().endsWith(".hlog")).toList();
        }
        for (final Path log : logs) {
            try (InputStream stream = Files.newInputStream(log);
                    HistogramLogReader reader = new HistogramLogReader(stream)) {
                for (EncodableHistogram each = reader.nextIntervalHistogram();
                        each != null;
                        each = reader.nextIntervalHistogram()) {
                    if (each instanceof Histogram interval
                            && Stage.COMMITTED.label().equals(interval.getTag())
                            && interval.getStartTimeStamp() >= startMs
                            && interval.getEndTimeStamp() <= endMs) {
                        within.add(interval);
                    }
                }
            }
        }
        return within.getTotalCount() == 0 ? 0 : within.getValueAtPercentile(PERCENTILE);
    }
}
