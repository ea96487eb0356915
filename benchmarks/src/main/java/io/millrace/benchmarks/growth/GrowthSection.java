package io.millrace.benchmarks.growth;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.LineChart;
import io.millrace.benchmarks.harness.LineChart.Line;
import io.millrace.benchmarks.harness.LineChart.Point;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.load.LiveRun;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.state.StateLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cost of an event, journal on, as fast as it goes, at growing numbers of instruments and of indicators; with the standard load, where bars
 * are rare, and with one whose bars are dense. The points are measured in turns, round after round. Main thread, which is the feed thread.
 */
public final class GrowthSection implements Section {
    private static final Waiting WAITING = Waiting.YIELDING;
    private static final int INSTRUMENTS = 64;
    private static final int INDICATORS = 12;

    @Override
    public String name() {
        return "growth";
    }

    private static List<Spot> points(final Effort effort) {
        if (effort == Effort.SMOKE) {
            return List.of(new Spot(1, INDICATORS), new Spot(INSTRUMENTS, 50));
        }
        return List.of(
                new Spot(1, INDICATORS),
                new Spot(INSTRUMENTS, INDICATORS),
                new Spot(1_000, INDICATORS),
                new Spot(10_000, INDICATORS),
                new Spot(INSTRUMENTS, 50),
                new Spot(INSTRUMENTS, 200));
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final SectionResult.Builder result = SectionResult.builder();
        final List<Line> overInstruments = new ArrayList<>();
        final List<Line> overIndicators = new ArrayList<>();
        final Map<String, LoadShape> shapes = new LinkedHashMap<>();
        shapes.put("standard", LoadShape.STANDARD);
        shapes.put("dense-bars", LoadShape.DENSE_BARS);
        for (final Map.Entry<String, LoadShape> shape : shapes.entrySet()) {
            final List<Measured> measured = measure(bench, shape.getKey(), shape.getValue());
            for (final Measured each : measured) {
                result.row(Row.absolute(
                        "growth." + shape.getKey() + "." + each.spot().key(),
                        "cost of an event, " + shape.getKey() + " load, "
                                + each.spot().label(),
                        Unit.NANOSECONDS,
                        each.costNs(),
                        String.format(Locale.ROOT, "%.3f bars per event", each.bars())));
            }
            result.table(table(shape.getKey(), measured, Caches.ofThisMachine()));
            overInstruments.add(new Line(
                    shape.getKey() + ", " + INDICATORS + " indicators",
                    measured.stream()
                            .filter(each -> each.spot().indicators() == INDICATORS)
                            .map(each -> new Point(each.spot().instruments(), each.costNs()))
                            .toList()));
            overIndicators.add(new Line(
                    shape.getKey() + ", " + INSTRUMENTS + " instruments",
                    measured.stream()
                            .filter(each -> each.spot().instruments() == INSTRUMENTS)
                            .map(each -> new Point(each.spot().indicators(), each.costNs()))
                            .toList()));
        }
        return result.lineChart(new LineChart("growth-instruments", "Cost of an event", "instruments", overInstruments))
                .lineChart(new LineChart("growth-indicators", "Cost of an event", "indicators", overIndicators))
                .build();
    }

    private static List<Measured> measure(final Bench bench, final String name, final LoadShape shape)
            throws Exception {
        final int rounds = bench.effort().of(1, 3, 7);
        final List<Measured> measured = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            final List<Spot> points = points(bench.effort());
            for (int i = 0; i < points.size(); i++) {
                final Spot spot = points.get(i);
                bench.progress(name + ", " + spot.label() + ", round " + (round + 1) + " of " + rounds);
                final EngineConfig config =
                        GrowthConfig.of(bench.scratch().fresh(), WAITING, spot.instruments(), spot.indicators());
                if (round == 0) {
                    measured.add(new Measured(
                            spot, new StateLayout(config).blockBytes(), new ArrayList<>(), new ArrayList<>()));
                }
                final LiveRun run = live(bench, config, shape.ofInstruments(spot.instruments()));
                measured.get(i).costsNs().add(1e9 / run.eventsPerSecond());
                measured.get(i).barsPerEvent().add((double) run.report().bars() / run.events());
            }
        }
        return measured;
    }

    private static LiveRun live(final Bench bench, final EngineConfig config, final LoadShape shape) {
        final Path directory = bench.scratch().fresh();
        try {
            final int warmUp = bench.effort().of(1 << 10, 1 << 18, 1 << 19);
            final int events = bench.effort().of(1 << 13, 1 << 19, 1 << 20);
            return LiveRun.on(directory, config, new StandardLoad(shape), warmUp, events);
        } finally {
            ScratchDirectory.delete(directory);
        }
    }

    private static Table table(final String name, final List<Measured> measured, final Caches caches) {
        final List<List<String>> rows = new ArrayList<>();
        final StringBuilder text = new StringBuilder(String.format(
                "Journal on, %s, as fast as it goes. Caches: %s.%n%n", WAITING.label(), caches.describe()));
        for (final Measured each : measured) {
            rows.add(List.of(
                    each.spot().label(),
                    Unit.NANOSECONDS.format(each.costNs()),
                    String.format(Locale.ROOT, "%.4f", each.bars()),
                    Caches.bytes(each.blockBytes()),
                    Caches.bytes(each.stateBytes()),
                    caches.holding(each.stateBytes())));
        }
        for (int i = 1; i < measured.size(); i++) {
            final Measured now = measured.get(i);
            // The curve of instruments goes on from point to point; each number of indicators is held against the
            // standard one.
            final Measured before = now.spot().indicators() == INDICATORS ? measured.get(i - 1) : standard(measured);
            text.append("- ").append(new Bend(before, now).sentence(caches)).append(System.lineSeparator());
        }
        return new Table(
                "Growth, " + name + " load",
                text.toString(),
                List.of("point", "cost of an event", "bars per event", "state of an instrument", "state", "fits in"),
                rows);
    }

    private static Measured standard(final List<Measured> measured) {
        return measured.stream()
                .filter(each -> each.spot().equals(new Spot(INSTRUMENTS, INDICATORS)))
                .findFirst()
                .orElse(measured.get(0));
    }
}
