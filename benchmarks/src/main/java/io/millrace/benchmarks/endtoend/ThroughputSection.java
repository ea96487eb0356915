package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.endtoend.EngineRuns.FullSpeedRun;
import io.millrace.benchmarks.floor.AppendLoop;
import io.millrace.benchmarks.floor.Excerpts;
import io.millrace.benchmarks.floor.MappedCopy;
import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.journal.time.Clocks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Events per second through the whole engine with its journal on, in turns with the floors: a bare append of each event, and a copy of
 * the same bytes into a mapped file. Counts what feed and engine thread allocate meanwhile. Main thread, which is the feed thread.
 */
public final class ThroughputSection implements Section {
    private static final int WINDOW_EVENTS = 1 << 16;
    private static final String APPEND = "bare append, one excerpt per event";
    /** The product's default: who wants throughput changes nothing. */
    private static final Waiting PRESET = Waiting.SHARED_CORES;

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final SectionResult.Builder result = SectionResult.builder();
        final Runs runs = new Runs(bench);
        runs.engine(PRESET);
        runs.append();
        bench.progress("engine and bare append, in turns");
        final int count = bench.effort().of(1, 5, 11);
        final Pairs<FullSpeedRun, AppendRun> pairs = Pairs.interleave(count, () -> runs.engine(PRESET), runs::append);
        final double ours = pairs.medianOfOurs(FullSpeedRun::windowEventsPerSecond);
        final String notes = PRESET.label() + ", durability process, " + runs.events + " events, " + count
                + " pairs, the median window of each run";
        result.row(Row.ratio(
                Goal.THROUGHPUT,
                Unit.EVENTS_PER_SECOND,
                ours,
                APPEND,
                pairs.medianOfOthers(AppendRun::windowEventsPerSecond),
                pairs.median(ThroughputSection::windows),
                notes));
        result.row(Row.ratio(
                Goal.THROUGHPUT.key() + ".whole-runs",
                "the same, from the first event to the last commit",
                Unit.EVENTS_PER_SECOND,
                pairs.medianOfOurs(FullSpeedRun::eventsPerSecond),
                APPEND,
                pairs.medianOfOthers(AppendRun::eventsPerSecond),
                pairs.median((engine, append) -> engine.eventsPerSecond() / append.eventsPerSecond()),
                "with all pauses, such as those in which a virtual machine's host backs memory"));
        result.row(Row.absolute(Goal.EVENTS_PER_SECOND, Unit.EVENTS_PER_SECOND, ours, notes));
        result.row(allocation(pairs.ours()));
        for (final Waiting other : List.of(Waiting.LATENCY, Waiting.YIELDING)) {
            bench.progress("engine, " + other.label() + ", and bare append, in turns");
            final Pairs<FullSpeedRun, AppendRun> more =
                    Pairs.interleave(bench.effort().of(1, 3, 5), () -> runs.engine(other), runs::append);
            result.row(Row.ratio(
                    Goal.THROUGHPUT.key() + "." + other.kind().name().toLowerCase(Locale.ROOT),
                    "the same, " + other.label(),
                    Unit.EVENTS_PER_SECOND,
                    more.medianOfOurs(FullSpeedRun::windowEventsPerSecond),
                    APPEND,
                    more.medianOfOthers(AppendRun::windowEventsPerSecond),
                    more.median(ThroughputSection::windows),
                    more.count() + " pairs"));
        }
        bench.progress("copies into mapped files, in turns");
        final Pairs<Double, Double> copies = Pairs.interleave(count, () -> runs.copy(true), () -> runs.copy(false));
        result.row(Row.ratio(
                "engine-throughput-vs-mapped-copy.touched",
                "engine throughput ÷ copy of the input bytes into a mapped file whose pages were touched before",
                Unit.EVENTS_PER_SECOND,
                ours,
                "mapped copy, touched",
                copies.medianOfOurs(rate -> rate),
                ours / copies.medianOfOurs(rate -> rate),
                "ratio of medians"));
        result.row(Row.ratio(
                "engine-throughput-vs-mapped-copy.untouched",
                "engine throughput ÷ copy of the input bytes into a mapped file that is new",
                Unit.EVENTS_PER_SECOND,
                ours,
                "mapped copy, untouched",
                copies.medianOfOthers(rate -> rate),
                ours / copies.medianOfOthers(rate -> rate),
                "ratio of medians"));
        return result.build();
    }

    private static double windows(final FullSpeedRun engine, final AppendRun append) {
        return engine.windowEventsPerSecond() / append.windowEventsPerSecond();
    }

    /**
     * What a run of bare appends has given.
     *
     * @param eventsPerSecond from the first to the last
     * @param windowEventsPerSecond the median of the windows
     */
    private record AppendRun(double eventsPerSecond, double windowEventsPerSecond) {}

    private static Row allocation(final List<FullSpeedRun> runs) {
        final double[] perEvent = runs.stream()
                .flatMapToDouble(run ->
                        Arrays.stream(run.windowBytes()).mapToDouble(bytes -> (double) bytes / run.windowEvents()))
                .toArray();
        return Row.absolute(
                Goal.ALLOCATION,
                Unit.BYTES_PER_EVENT,
                Pairs.median(perEvent),
                String.format(
                        Locale.ROOT,
                        "median of %d windows of %d events, both threads; mean %.4f: the queue allocates some when it maps its"
                                + " next chunk",
                        perEvent.length,
                        WINDOW_EVENTS,
                        Arrays.stream(perEvent).average().orElseThrow()));
    }

    /** The runs that are compared, each on files of its own. */
    private static final class Runs {
        private final ScratchDirectory scratch;
        private final StandardLoad load = new StandardLoad(LoadShape.STANDARD);
        private final EngineRuns engines;
        private final AppendLoop appends;
        private final MappedCopy copies;
        private final int windows;
        private final int warmUpWindows;
        private final int events;

        private Runs(final Bench bench) {
            scratch = bench.scratch();
            engines = new EngineRuns(scratch);
            appends = new AppendLoop(load.lap(), Clocks.monotonic());
            copies = new MappedCopy(load.lap(), Clocks.monotonic());
            windows = bench.effort().of(2, 32, 64);
            warmUpWindows = bench.effort().of(1, 8, 8);
            events = windows * WINDOW_EVENTS;
        }

        private FullSpeedRun engine(final Waiting waiting) {
            return engines.atFullSpeed(JournalMode.PROCESS, waiting, load, warmUpWindows, windows, WINDOW_EVENTS);
        }

        private AppendRun append() {
            final Path directory = scratch.fresh();
            final Path reserve = scratch.reserve((long) events * EngineRuns.JOURNAL_BYTES_PER_EVENT * 2);
            try (Excerpts excerpts = new Excerpts(directory)) {
                appends.run(excerpts, warmUpWindows * WINDOW_EVENTS);
                ScratchDirectory.delete(reserve);
                final double[] rates = new double[windows];
                double seconds = 0;
                for (int i = 0; i < windows; i++) {
                    rates[i] = appends.run(excerpts, WINDOW_EVENTS);
                    seconds += WINDOW_EVENTS / rates[i];
                }
                return new AppendRun(events / seconds, Pairs.median(rates));
            } finally {
                ScratchDirectory.delete(directory);
            }
        }

        private double copy(final boolean touched) {
            final Path file = scratch.fresh();
            try {
                return copies.run(file, events, touched);
            } finally {
                ScratchDirectory.delete(file);
            }
        }
    }
}
