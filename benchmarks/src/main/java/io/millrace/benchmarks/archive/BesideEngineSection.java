package io.millrace.benchmarks.archive;

import io.millrace.benchmarks.endtoend.Percentiles;
import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.benchmarks.trouble.Archiver;
import io.millrace.benchmarks.trouble.Neighbours;
import io.millrace.benchmarks.trouble.PacedEngine;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The product's archiver and its database beside an engine at 100,000 events/s on the same two cores: how far behind it falls, and what
 * the engine's latency becomes. Main thread, which is the feed thread.
 */
public final class BesideEngineSection implements Section {
    private static final Waiting WAITING = Waiting.SHARED_CORES;
    private static final String ALONE = "alone";

    private final List<ArchiverLag.Most> lags = new ArrayList<>();

    @Override
    public String name() {
        return "archive-beside-engine";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        lags.clear();
        final int events = bench.effort().of(3 * PacedEngine.RATE, 10 * PacedEngine.RATE, 30 * PacedEngine.RATE);
        final int pairs = bench.effort().of(1, 3, 5);
        final PacedEngine engine = new PacedEngine(
                bench.scratch(),
                WAITING.overrides(),
                bench.effort().of(1 << 13, 2 * PacedEngine.RATE, 2 * PacedEngine.RATE),
                events);
        if (bench.effort() == Effort.SMOKE) {
            // Neither the command nor its server belongs to a build: an engine alone shows that the rest works.
            return result(
                    Pairs.interleave(
                            pairs, () -> engine.beside(Neighbours.none()), () -> engine.beside(Neighbours.none())),
                    "smoke");
        }
        bench.progress("building the command");
        Archiver.build(bench.scratch().root());
        bench.progress("engine beside an archiver that follows, and alone, in turns");
        final Pairs<Histogram, Histogram> measured =
                Pairs.interleave(pairs, () -> besideArchiver(engine), () -> engine.beside(Neighbours.none()));
        final String notes = Unit.EVENTS_PER_SECOND.format(PacedEngine.RATE) + " for " + events / PacedEngine.RATE
                + " s, " + WAITING.label() + ", generator, engine, archiver and PostgreSQL on the same cores; "
                + pairs + " pairs";
        return result(measured, notes);
    }

    private SectionResult result(final Pairs<Histogram, Histogram> measured, final String notes) {
        final SectionResult.Builder result = SectionResult.builder()
                .row(Row.ratio(
                        Goal.KEEPS_UP,
                        Unit.NANOSECONDS,
                        measured.medianOfOurs(each -> each.getValueAtPercentile(50)),
                        ALONE,
                        measured.medianOfOthers(each -> each.getValueAtPercentile(50)),
                        ratio(measured, 50),
                        notes))
                .row(Row.ratio(
                        Goal.KEEPS_UP.key() + ".p99",
                        "the same, p99",
                        Unit.NANOSECONDS,
                        measured.medianOfOurs(each -> each.getValueAtPercentile(99)),
                        ALONE,
                        measured.medianOfOthers(each -> each.getValueAtPercentile(99)),
                        ratio(measured, 99),
                        notes));
        if (!lags.isEmpty()) {
            result.row(Row.absolute(
                            Goal.LAG,
                            Unit.SECONDS,
                            lags.stream()
                                    .mapToDouble(ArchiverLag.Most::seconds)
                                    .max()
                                    .orElseThrow(),
                            "the most of all runs, looked at once a second"))
                    .row(Row.absolute(
                            "archiver-lag-records",
                            "the same in records",
                            Unit.NUMBER,
                            lags.stream()
                                    .mapToDouble(ArchiverLag.Most::records)
                                    .max()
                                    .orElseThrow(),
                            "the most of all runs"));
        }
        return result.table(new Table(
                        "Engine beside an archiver that follows",
                        "Receive (due time) → committed, " + notes + ".",
                        Percentiles.header("beside"),
                        List.of(
                                Percentiles.row(sum(measured.ours()), "archiver and PostgreSQL"),
                                Percentiles.row(sum(measured.others()), ALONE))))
                .chart(new Chart(
                        "archive-keeps-up",
                        "Receive to commit beside an archiver that follows",
                        List.of(
                                new Curve("beside the archiver", sum(measured.ours())),
                                new Curve(ALONE, sum(measured.others())))))
                .build();
    }

    private Histogram besideArchiver(final PacedEngine engine) throws Exception {
        final ArchiverLag archiver = new ArchiverLag(new Archiver(Archiver.Trouble.NONE));
        final Histogram latencies = engine.beside(archiver);
        lags.add(archiver.most());
        return latencies;
    }

    private static double ratio(final Pairs<Histogram, Histogram> measured, final int percentile) {
        return measured.median((beside, alone) ->
                (double) beside.getValueAtPercentile(percentile) / alone.getValueAtPercentile(percentile));
    }

    private static Histogram sum(final List<Histogram> runs) {
        final Histogram sum = runs.get(0).copy();
        runs.subList(1, runs.size()).forEach(sum::add);
        return sum;
    }
}
