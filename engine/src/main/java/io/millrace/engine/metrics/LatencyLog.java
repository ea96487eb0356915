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
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the engine thread recorded into an HdrHistogram log once a second, each stage under its tag, and keeps the
 * totals of the run.
 *
 * <p>An interval ends with the first batch after it was due, so that of an engine without events goes on until it has some.
 *
 * <p>Has a thread of its own. A log that cannot be written is reported once at the end and does not stop the engine.
 */
public final class LatencyLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LatencyLog.class);
    private static final long INTERVAL_MS = 1_000;
    /**
     * For the engine to end a batch in, and between two stages, so that an engine on the same processor waits for the
     * writing of one and not of all.
     */
    private static final long REST_NS = 2_000_000;

    private static final double NANOS_PER_MICRO = 1_000.0;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Path file;
    private final LatencyRecorder recorder;
    private final EpochNanoClock clock;
    private final NanoClock monotonic;
    private final EventPriority priority;
    private final StageHistograms total = new StageHistograms();
    private final PrintStream stream;
    private final HistogramLogWriter writer;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private long intervalStartMs;
    private long nextStartMs;
    private boolean closed;

    /**
     * Begins a log.
     *
     * @param clock wall time of the intervals
     * @param monotonic what the engine thread takes the end of a batch from
     */
    public LatencyLog(
            final Path file,
            final LatencyRecorder recorder,
            final EpochNanoClock clock,
            final NanoClock monotonic,
            final EventPriority priority) {
        this.file = file;
        this.recorder = recorder;
        this.clock = clock;
        this.monotonic = monotonic;
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

    /**
     * Ends the interval with the next batch, on the calling thread.
     *
     * @return milliseconds since the epoch: intervals that begin then or later hold only what is committed from now on, and
     *     of that everything but the next batch
     */
    public synchronized long startInterval() {
        writeCollected(0);
        recorder.ask();
        nextStartMs = Math.max(nowMs(), intervalStartMs + 1);
        return nextStartMs;
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
        writeLeft();
        if (stream.checkError()) {
            LOG.warn("the latency log {} could not be written completely", file);
        }
        stream.close();
    }

    private synchronized void writeLeft() {
        writeCollected(0);
        write(recorder.drain(), nowMs(), 0);
    }

    private void run() {
        priority.giveWay();
        try {
            while (!stop.await(INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                endInterval();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void endInterval() {
        recorder.ask();
        LockSupport.parkNanos(REST_NS);
        writeCollected(REST_NS);
    }

    private void writeCollected(final long restNs) {
        final StageHistograms interval = recorder.collect();
        if (interval != null) {
            final long agoNs = Math.max(0, monotonic.nanoTime() - recorder.collectedToNs());
            write(interval, nowMs() - agoNs / NANOS_PER_MILLI, restNs);
        }
    }

    private void write(final StageHistograms interval, final long toMs, final long restNs) {
        final long endMs = Math.max(toMs, intervalStartMs);
        for (final Stage stage : Stage.values()) {
            write(interval.of(stage), stage.label(), endMs);
            if (restNs > 0) {
                LockSupport.parkNanos(restNs);
            }
        }
        intervalStartMs = Math.max(endMs, nextStartMs);
        total.add(interval);
    }

    private void write(final Histogram histogram, final String tag, final long endMs) {
        if (histogram.getTotalCount() > 0) {
            histogram.setTag(tag);
            histogram.setStartTimeStamp(intervalStartMs);
            histogram.setEndTimeStamp(endMs);
            writer.outputIntervalHistogram(intervalStartMs / 1_000.0, endMs / 1_000.0, histogram, NANOS_PER_MICRO);
        }
    }

    private long nowMs() {
        return clock.nanoTime() / NANOS_PER_MILLI;
    }
}
