package io.millrace.benchmarks.report;

import io.millrace.benchmarks.harness.Curve;
import io.millrace.benchmarks.harness.LatencyFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** Writes histograms in HdrHistogram's log format, each under its name as tag. Any thread; cold. */
final class HistogramLog {
    private static final double NANOS_PER_MICRO = 1_000;

    private HistogramLog() {}

    static String of(final LatencyFile file, final LocalDate date) {
        final long startMs = date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final HistogramLogWriter writer = new HistogramLogWriter(bytes);
        writer.outputComment(
                "[Latencies in ns; the column of the maximum is in microseconds. One interval for each run]");
        writer.outputLogFormatVersion();
        writer.outputStartTime(startMs);
        writer.outputLegend();
        for (final Curve curve : file.curves()) {
            final Histogram latencies = curve.latencies().copy();
            latencies.setTag(curve.name().replaceAll("[\\s,]+", "-"));
            latencies.setStartTimeStamp(startMs);
            latencies.setEndTimeStamp(startMs + 1_000);
            writer.outputIntervalHistogram(startMs / 1_000.0, startMs / 1_000.0 + 1, latencies, NANOS_PER_MICRO);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
