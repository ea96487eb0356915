package io.millrace.engine.metrics;

import io.millrace.engine.thread.EventPriority;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.agrona.concurrent.EpochNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the engine thread recorded into an HdrHistogram log once a second, each stage under its tag, and keeps the
 * totals of the run.
 *
 * <p>Has a thread of its own. A log that cannot be written is reported once at the end and does not stop the engine.
 */
public final class LatencyLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LatencyLog.class);
    private static final long INTERVAL_MS = 1_000;
    /** Between two stages, so that an engine on the same processor waits for the writing of one and not of all. */
    private static final long REST_NS = 2_000_000;

    private static final double NANOS_PER_MICRO = 1_000.0;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Path file;
    private final LatencyRecorder recorder;
    private final EpochNanoClock clock;
    private final EventPriority priority;
    private final StageHistograms total = new StageHistograms();
    private final PrintStream stream;
    private final HistogramLogWriter writer;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private long intervalStartMs;
    private boolean closed;

    public LatencyLog(
            final Path file, final LatencyRecorder recorder, final EpochNanoClock clock, final EventPriority priority) {
        this.file = file;
        this.recorder = recorder;
        this.clock = clock;
        this.priority = priority;
        try {
            Files.createDirectories(file.getParent());
            stream = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        writer = new HistogramLogWriter(stream);
        intervalStartMs = nowMs();
        writer.outputComment("[Millrace latencies in microseconds, from receipt to each stage]");
        writer.outputLogFormatVersion();
        writer.outputStartTime(intervalStartMs);
        writer.outputLegend();
        thread = new Thread(this::run, "millrace-latency-log");
        thread.setDaemon(true);
        thread.start();
    }

    /** Totals of the run; whole only after {@link #close}. */
    public StageHistograms total() {
        return total;
    }

    /** Writes what is left; the engine thread must have ended. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        final StageHistograms left = recorder.collect();
        if (left != null) {
            write(left, 0);
        }
        write(recorder.drain(), 0);
        if (stream.checkError()) {
            LOG.warn("the latency log {} could not be written completely", file);
        }
        stream.close();
    }

    private void run() {
        priority.giveWay();
        try {
            while (!stop.await(INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                final StageHistograms interval = recorder.collect();
                if (interval != null) {
                    write(interval, REST_NS);
                    recorder.collect();
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(final StageHistograms interval, final long restNs) {
        final long nowMs = nowMs();
        for (final Stage stage : Stage.values()) {
            write(interval.of(stage), stage.label(), nowMs);
            if (restNs > 0) {
                LockSupport.parkNanos(restNs);
            }
        }
        intervalStartMs = nowMs;
        total.add(interval);
    }

    private void write(final Histogram histogram, final String tag, final long nowMs) {
        if (histogram.getTotalCount() > 0) {
            histogram.setTag(tag);
            histogram.setStartTimeStamp(intervalStartMs);
            histogram.setEndTimeStamp(nowMs);
            writer.outputIntervalHistogram(intervalStartMs / 1_000.0, nowMs / 1_000.0, histogram, NANOS_PER_MICRO);
        }
    }

    private long nowMs() {
        return clock.nanoTime() / NANOS_PER_MILLI;
    }
}
