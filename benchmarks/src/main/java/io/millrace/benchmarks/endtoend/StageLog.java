package io.millrace.benchmarks.endtoend;

import io.millrace.engine.metrics.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** Reads the latencies of all stages from the engine's own log, leaving out what was before a moment. Any thread; cold. */
public final class StageLog {
    private StageLog() {}

    /**
     * Sums up the intervals of a log.
     *
     * @param directory that holds one log
     * @param fromMs wall time; intervals that began before it are left out
     * @return by stage; empty histograms for stages that nothing reached
     */
    public static Map<Stage, Histogram> read(final Path directory, final long fromMs) {
        final Map<Stage, Histogram> sums = new EnumMap<>(Stage.class);
        for (final Stage stage : Stage.values()) {
            sums.put(stage, new Histogram(60_000_000_000L, 3));
        }
        try (HistogramLogReader reader =
                new HistogramLogReader(theLog(directory).toFile())) {
            for (EncodableHistogram each = reader.nextIntervalHistogram();
                    each != null;
                    each = reader.nextIntervalHistogram()) {
                if (each.getStartTimeStamp() >= fromMs) {
                    sums.get(stage(each.getTag())).add((Histogram) each);
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read the latency log in " + directory, e);
        }
        return sums;
    }

    /**
     * The same where it is known how many events were measured.
     *
     * @throws IllegalStateException when fewer than half of them are there as committed: the figures would be of something else
     */
    public static Map<Stage, Histogram> read(final Path directory, final long fromMs, final long measuredEvents) {
        final Map<Stage, Histogram> stages = read(directory, fromMs);
        final long committed = stages.get(Stage.COMMITTED).getTotalCount();
        if (committed < measuredEvents / 2) {
            throw new IllegalStateException(
                    "the engine's latency log has " + committed + " of the " + measuredEvents + " measured events");
        }
        return stages;
    }

    private static Stage stage(final String tag) {
        for (final Stage stage : Stage.values()) {
            if (stage.label().equals(tag)) {
                return stage;
            }
        }
        throw new IllegalStateException("no stage is called " + tag);
    }

    private static Path theLog(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            final List<Path> logs =
                    files.filter(file -> file.toString().endsWith(".hlog")).toList();
            if (logs.size() != 1) {
                throw new IllegalStateException(logs.size() + " latency logs in " + directory + ", expected one");
            }
            return logs.get(0);
        }
    }
}
