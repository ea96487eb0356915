package io.millrace.tools.torture.live;

import io.millrace.journal.time.Clocks;
import io.millrace.tools.supervise.CliProcess;
import io.millrace.tools.torture.Invariant;
import io.millrace.tools.torture.TortureRun;
import io.millrace.tools.torture.report.Series;
import io.millrace.tools.torture.report.SoakReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;

/**
 * An engine at a steady rate for a long time, looked at from outside every few seconds. One thread; {@link #requestStop} is for
 * any.
 */
public final class SoakRun {
    private static final double MIB = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;
    /** The compiler has done its work by then, and the first blocks of the queue are mapped. */
    private static final Duration WARM_UP = Duration.ofSeconds(40);

    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(5);
    private static final int SAMPLES_PER_COLLECTION = 6;
    private static final Duration END_LIMIT = Duration.ofMinutes(2);
    /** With five minutes in a cycle, some 10 GB at 100,000 events a second. */
    private static final int KEPT_CYCLES = 2;

    private final Path directory;
    private final Duration length;
    private final long eventsPerSecond;
    private final boolean deleteOldCycles;
    private final NanoClock clock = Clocks.monotonic();
    private volatile boolean stopRequested;
    private volatile Thread runner;

    private final Series heap = new Series("heap after a collection", "MiB", 2);
    private final Series own = new Series("memory of its own", "MiB", 8);
    private final Series mapped = new Series("address space, mapped files included", "MiB", 256);
    private final Series resident = new Series("pages of mapped files in memory", "MiB", 512);
    private final Series descriptors = new Series("file descriptors", "open", 4);
    private final Series threads = new Series("threads", "running", 1);
    private final Series journal = new Series("journal on disk", "MiB", -1);
    private final Series rate = new Series("events in the journal", "per second", -1);
    private long deletedFiles;

    /**
     * A soak that has not begun.
     *
     * @param directory of the soak; made, and emptied of the journal at the end
     * @param deleteOldCycles whether cycle files before the newest two are deleted, so that the disk holds the run
     */
    public SoakRun(
            final Path directory, final Duration length, final long eventsPerSecond, final boolean deleteOldCycles) {
        this.directory = directory;
        this.length = length;
        this.eventsPerSecond = eventsPerSecond;
        this.deleteOldCycles = deleteOldCycles;
    }

    /** Ends the soak soon. */
    public void requestStop() {
        stopRequested = true;
        final Thread thread = runner;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * Runs it.
     *
     * @param progress is told the part that is done
     */
    public SoakReport run(final DoubleConsumer progress) throws Exception {
        runner = Thread.currentThread();
        final Path data = Files.createDirectories(directory).resolve("data");
        final List<String> arguments = List.of(
                data.toString(),
                Long.toString(eventsPerSecond),
                Long.toString(Long.MAX_VALUE / 2),
                "recorded",
                "millrace.engine.journal.roll-cycle=FIVE_MINUTELY");
        try (CliProcess engine =
                CliProcess.start(SoakEngine.class.getName(), directory, "engine", List.of(), arguments)) {
            Waiting.until(
                    END_LIMIT,
                    () -> !engine.isAlive() || EngineWatch.of(data).readyAs(engine.pid()),
                    "an engine that is ready",
                    () -> EngineWatch.of(data).toString());
            Watched watched = new Watched(0, 0, 0);
            try {
                Waiting.millis(WARM_UP.toMillis());
                watched = watch(engine, data, progress);
            } catch (final InterruptedException e) {
                if (!stopRequested) {
                    throw e;
                }
            }
            engine.endInput();
            Invariant.I5.require(engine.finish(END_LIMIT) == 0, "the engine of the soak: " + engine.err());
            return new SoakReport(
                    eventsPerSecond,
                    watched.seconds(),
                    watched.seconds() == 0 ? 0 : watched.events() / watched.seconds(),
                    watched.total(),
                    deletedFiles,
                    List.of(heap, own, mapped, resident, descriptors, threads, journal, rate),
                    stopRequested);
        } finally {
            TortureRun.deleteTree(data);
        }
    }

    /** @param total events in the journal, those of the warm-up included */
    private record Watched(double seconds, long events, long total) {}

    private Watched watch(final CliProcess engine, final Path data, final DoubleConsumer progress) throws Exception {
        final long startNs = clock.nanoTime();
        final long before = EngineWatch.of(data).trades();
        long lastNs = startNs;
        long lastTrades = before;
        try {
            for (int sample = 0; clock.nanoTime() - startNs < length.toNanos(); sample++) {
                Waiting.millis(BETWEEN_SAMPLES.toMillis());
                Invariant.I5.require(engine.isAlive(), "the engine of the soak has ended: " + engine.err());
                final long nowNs = clock.nanoTime();
                final long trades = EngineWatch.of(data).trades();
                final double seconds = (nowNs - startNs) / NANOS_PER_SECOND;
                rate.add(seconds, (trades - lastTrades) * NANOS_PER_SECOND / (nowNs - lastNs));
                lastNs = nowNs;
                lastTrades = trades;
                sample(engine.pid(), data, seconds, sample % SAMPLES_PER_COLLECTION == 0);
                progress.accept(Math.min(1, seconds / length.toSeconds()));
            }
        } catch (final InterruptedException e) {
            if (!stopRequested) {
                throw e;
            }
        }
        return new Watched((lastNs - startNs) / NANOS_PER_SECOND, lastTrades - before, lastTrades);
    }

    private void sample(final long pid, final Path data, final double seconds, final boolean collect)
            throws IOException, InterruptedException {
        final ProcessFacts facts = ProcessFacts.of(pid);
        own.add(seconds, facts.ownBytes() / MIB);
        mapped.add(seconds, facts.mappedBytes() / MIB);
        resident.add(seconds, facts.residentFileBytes() / MIB);
        descriptors.add(seconds, (double) facts.descriptors());
        threads.add(seconds, (double) facts.threads());
        if (collect) {
            heap.add(seconds, ProcessFacts.heapAfterCollectionBytes(pid) / MIB);
        }
        if (deleteOldCycles) {
            deleteOldCycles(data.resolve("journal"));
        }
        journal.add(seconds, BootFault.sizeBytes(data.resolve("journal")) / MIB);
    }

    /** By name, which is by time. */
    private void deleteOldCycles(final Path journalDirectory) throws IOException {
        final List<Path> cycles;
        try (Stream<Path> files = Files.list(journalDirectory)) {
            cycles = files.filter(each -> each.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
        for (final Path old : cycles.subList(0, Math.max(0, cycles.size() - KEPT_CYCLES))) {
            Files.delete(old);
            deletedFiles++;
        }
    }
}
