package io.millrace.benchmarks.trouble;

import io.millrace.benchmarks.endtoend.Percentiles;
import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Latency at a fixed rate beside neighbours in trouble or at work, in turns with the same engine alone. Main thread, which is the feed thread.
 */
public final class TroubleSection implements Section {
    private static final String DEAD = "dead database, then a stopped archiver";
    private static final String ALONE = "alone";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();

    @Override
    public String name() {
        return "database-trouble";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        rows.clear();
        curves.clear();
        final PacedEngine engine = new PacedEngine(
                bench.scratch(),
                bench.effort().of(1 << 13, 2 * PacedEngine.RATE, 2 * PacedEngine.RATE),
                bench.effort().of(3 * PacedEngine.RATE, 5 * PacedEngine.RATE, 10 * PacedEngine.RATE));
        final int pairs = bench.effort().of(1, 5, 9);
        final Map<String, Supplier<Neighbours>> others = new LinkedHashMap<>();
        final SectionResult.Builder result = SectionResult.builder();
        if (bench.effort() != Effort.SMOKE) {
            bench.progress("building the command");
            Archiver.build(bench.scratch().root());
            dead(bench, engine, bench.effort().of(1, 11, 21), result);
            others.put("archiver-catching-up", () -> new Archiver(Archiver.Trouble.NONE));
            others.put("database-started-again", () -> new Archiver(Archiver.Trouble.DATABASE_STARTED_AGAIN));
        }
        others.put("one-reader", () -> new Readers(1));
        if (bench.effort() != Effort.SMOKE) {
            others.put("four-readers", () -> new Readers(4));
        }
        for (final Map.Entry<String, Supplier<Neighbours>> other : others.entrySet()) {
            final String label = other.getKey().replace('-', ' ');
            final LatencyPairs measured = measure(bench, engine, pairs, label, other.getValue(), Neighbours::none);
            result.row(measured.row("beside." + other.getKey() + ".p99", "p99 beside " + label, 99));
            result.row(measured.row("beside." + other.getKey() + ".median", "median beside " + label, 50));
        }
        return result.table(new Table(
                        "Latency beside other processes",
                        "Receive (due time) → committed at " + Unit.EVENTS_PER_SECOND.format(PacedEngine.RATE) + ", "
                                + PacedEngine.WAITING.label()
                                + ", journal on; archiver and database as `millrace archive` runs them, the readers at nice 19.",
                        Percentiles.header("beside"),
                        rows))
                .chart(new Chart("database-trouble", "Receive to commit beside other processes", curves))
                .build();
    }

    private void dead(final Bench bench, final PacedEngine engine, final int pairs, final SectionResult.Builder result)
            throws Exception {
        final Supplier<Neighbours> dead = () -> new Archiver(Archiver.Trouble.DATABASE_DEAD);
        // What is compiled in the first run of a process is not of the neighbours' making.
        engine.beside(Neighbours.none());
        final LatencyPairs measured = measure(bench, engine, pairs, DEAD, dead, () -> Neighbours.ended(dead.get()));
        result.row(
                measured.row(
                        Goal.DEAD_DATABASE,
                        99,
                        "database killed and dead, archiver trying again, at half time stopped (SIGSTOP); alone: both ended before the time is taken"));
        result.row(measured.row(Goal.DEAD_DATABASE.key() + ".median", "the same, median", 50));
    }

    private LatencyPairs measure(
            final Bench bench,
            final PacedEngine engine,
            final int pairs,
            final String label,
            final Supplier<Neighbours> neighbours,
            final Supplier<Neighbours> without)
            throws Exception {
        bench.progress("beside " + label + ", and alone, in turns");
        final LatencyPairs measured = new LatencyPairs(
                Pairs.interleave(pairs, () -> engine.beside(neighbours.get()), () -> engine.beside(without.get())),
                ALONE);
        rows.add(Percentiles.row(measured.beside(), label));
        rows.add(Percentiles.row(measured.alone(), "alone, in turns with it"));
        curves.add(new Curve(label, measured.beside()));
        return measured;
    }
}
