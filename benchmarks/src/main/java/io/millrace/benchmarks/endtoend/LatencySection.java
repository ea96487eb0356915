package io.millrace.benchmarks.endtoend;

import io.millrace.benchmarks.endtoend.EngineRuns.FullSpeedRun;
import io.millrace.benchmarks.endtoend.EngineRuns.StageRun;
import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import io.millrace.benchmarks.harness.LatencyFile;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.engine.metrics.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Latency from the due time to the commit at fixed rates and at full speed: without a journal, with one that survives the death of
 * the process, with one that is forced to disk. Main thread, which is the feed thread.
 */
public final class LatencySection implements Section {
    private static final Waiting WAITING = Waiting.LATENCY;
    private static final int WINDOW_EVENTS = 1 << 17;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public SectionResult run(final Bench bench) {
        final EngineRuns runs = new EngineRuns(bench.scratch());
        final SectionResult.Builder result = SectionResult.builder();
        for (final JournalMode mode : JournalMode.values()) {
            new ModeRun(bench, runs, mode).into(result);
        }
        published(bench, runs, result);
        return result.build();
    }

    /** Bars must close often for this stage to have events: the load with dense bars, sent as fast as the compared rate. */
    private static void published(final Bench bench, final EngineRuns runs, final SectionResult.Builder result) {
        bench.progress("with an egress in memory, " + Rates.label(Rates.COMPARED) + " events/s");
        final LoadShape shape = LoadShape.DENSE_BARS;
        final QueueEgress egress = new QueueEgress();
        final StageRun run = runs.withEgress(
                egress,
                WAITING,
                new StandardLoad(shape),
                1e9 / Rates.COMPARED / shape.meanGapNs(),
                Rates.warmUpEvents(bench.effort(), Rates.COMPARED),
                Rates.events(bench.effort(), Rates.COMPARED));
        final List<List<String>> rows = new ArrayList<>();
        final List<Curve> curves = new ArrayList<>();
        for (final Stage stage : Stage.values()) {
            rows.add(Percentiles.row(run.stages().get(stage), stage.label()));
            curves.add(new Curve(stage.label(), run.stages().get(stage)));
        }
        result.table(new Table(
                "Stages up to published, dense bars",
                "From the due time at " + Rates.label(Rates.COMPARED)
                        + " events/s, evenly spaced, every eighth or so closing a bar. The last row counts events of"
                        + " batches that published something: signals and closed bars, handed to a queue in memory after the"
                        + " commit. " + egress.taken() + " records came out, " + egress.lost()
                        + " found the queue full.",
                Percentiles.header("stage"),
                rows));
        result.latencies(new LatencyFile("latency-published", curves));
    }

    /** The table of one journal mode. */
    private static final class ModeRun {
        private final Bench bench;
        private final EngineRuns runs;
        private final JournalMode mode;
        private final List<List<String>> rows = new ArrayList<>();
        private final List<List<String>> stages = new ArrayList<>();
        private final List<Curve> curves = new ArrayList<>();
        private final List<Curve> kept = new ArrayList<>();

        private ModeRun(final Bench bench, final EngineRuns runs, final JournalMode mode) {
            this.bench = bench;
            this.runs = runs;
            this.mode = mode;
        }

        private void into(final SectionResult.Builder result) {
            for (final int rate : Rates.of(bench.effort())) {
                atRate(rate);
            }
            atFullSpeed();
            result.table(new Table(
                    "Latency, " + mode.title(),
                    "Receive (due time) → committed, " + WAITING.label() + ", clustered arrivals.",
                    Percentiles.header("rate"),
                    rows));
            result.table(new Table(
                    "Stages, " + mode.title(),
                    "Medians and 99th percentiles from the due time to the end of each stage.",
                    List.of(
                            "rate",
                            "taken 50 %",
                            "99 %",
                            "computed 50 %",
                            "99 %",
                            "committed 50 %",
                            "99 %",
                            "sent late",
                            "held"),
                    stages));
            result.chart(new Chart("latency-" + mode.label(), "Receive to commit, " + mode.title(), curves));
            result.latencies(new LatencyFile("latency-" + mode.label(), kept));
        }

        private void atRate(final int rate) {
            final String label = Rates.label(rate);
            bench.progress(mode.title() + ", " + label + " events/s");
            final StageRun run = runs.atRate(
                    mode,
                    WAITING,
                    new StandardLoad(LoadShape.STANDARD.atRate(rate)),
                    Rates.warmUpEvents(bench.effort(), rate),
                    Rates.events(bench.effort(), rate));
            rows.add(Percentiles.row(run.committed(), run.sent().rateHeld() ? label : label + " (not held)"));
            final List<String> cells = new ArrayList<>(List.of(label));
            for (final Stage stage : List.of(Stage.TAKEN, Stage.COMPUTED, Stage.COMMITTED)) {
                cells.add(Percentiles.cell(run.stages().get(stage), 50));
                cells.add(Percentiles.cell(run.stages().get(stage), 99));
                kept.add(new Curve(label + "." + stage.label(), run.stages().get(stage)));
            }
            cells.add(Long.toString(run.sent().lateSends()));
            cells.add(
                    run.sent().rateHeld()
                            ? "yes"
                            : "no: " + Unit.EVENTS_PER_SECOND.format(run.sent().eventsPerSecond()));
            stages.add(cells);
            curves.add(new Curve(label + " events/s", run.committed()));
        }

        private void atFullSpeed() {
            bench.progress(mode.title() + ", full speed");
            final FullSpeedRun run = runs.atFullSpeed(
                    mode,
                    WAITING,
                    new StandardLoad(LoadShape.STANDARD),
                    bench.effort().of(0, 4, 8),
                    bench.effort().of(1, 24, 32),
                    WINDOW_EVENTS);
            final String label = "maximum (" + Unit.EVENTS_PER_SECOND.format(run.eventsPerSecond()) + ")";
            rows.add(Percentiles.row(run.stages().get(Stage.COMMITTED), label));
            kept.add(new Curve("maximum.committed", run.stages().get(Stage.COMMITTED)));
        }
    }
}
