package io.millrace.benchmarks.indicator;

import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.indicator.IndicatorPairs.Figures;
import io.millrace.benchmarks.support.ChildJvm;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One streaming update of each indicator, in turns with TA-Lib's batch per bar and ta4j's live update of the same indicator on the same
 * series; each indicator in a process of its own. Main thread.
 */
public final class IndicatorSection implements Section {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String TA_LIB = "TA-Lib, batch per bar";
    private static final String TA4J = "ta4j 0.17, live";

    @Override
    public String name() {
        return "indicators";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final Effort effort = bench.effort();
        final String pairs = Integer.toString(effort.of(2, 15, 41));
        final String sampleMs = Integer.toString(effort.of(3, 30, 50));
        final List<IndicatorCase> cases = effort == Effort.SMOKE
                ? List.of(IndicatorCase.SMA, IndicatorCase.VWAP_20)
                : List.of(IndicatorCase.values());
        final Map<IndicatorCase, Figures> all = new EnumMap<>(IndicatorCase.class);
        for (final IndicatorCase each : cases) {
            bench.progress(each.label());
            all.put(each, Figures.parse(child(bench, IndicatorPairs.class, each.name(), pairs, sampleMs)));
        }
        final String notes = "64 instruments in turns, " + pairs + " pairs";
        final SectionResult.Builder result = SectionResult.builder();
        result.row(worst(Goal.INDICATOR_VS_TA_LIB, TA_LIB, all, Figures::taLib, Figures::ratioTaLib, notes));
        result.row(worst(Goal.INDICATOR_VS_TA4J, TA4J, all, Figures::ta4j, Figures::ratioTa4j, notes));
        all.forEach((each, figures) -> rows(result, each, figures));
        bench.progress("all kinds, called from one place");
        result.row(Row.absolute(
                "indicator-called",
                "the mean of all kinds, called from one place as in the engine and so not inlined",
                Unit.NANOSECONDS,
                Double.parseDouble(child(bench, IndicatorDispatch.class, pairs, sampleMs)),
                "64 instruments in turns, each with all its indicators"));
        return result.build();
    }

    private static String child(final Bench bench, final Class<?> main, final String... arguments) throws Exception {
        final List<String> lines = ChildJvm.run(bench.scratch().root(), LIMIT, ChildJvm.command(main, arguments));
        if (lines.size() != 1) {
            throw new IllegalStateException(main.getSimpleName() + " printed " + lines);
        }
        return lines.get(0);
    }

    private static Row worst(
            final Goal goal,
            final String peer,
            final Map<IndicatorCase, Figures> all,
            final ToDoubleFunction<Figures> time,
            final ToDoubleFunction<Figures> ratio,
            final String notes) {
        final Map.Entry<IndicatorCase, Figures> worst = all.entrySet().stream()
                .filter(entry -> !Double.isNaN(ratio.applyAsDouble(entry.getValue())))
                .max(Comparator.comparingDouble(entry -> ratio.applyAsDouble(entry.getValue())))
                .orElseThrow();
        return Row.ratio(
                goal,
                Unit.NANOSECONDS,
                worst.getValue().ours(),
                peer,
                time.applyAsDouble(worst.getValue()),
                ratio.applyAsDouble(worst.getValue()),
                worst.getKey().label() + "; " + notes);
    }

    private static void rows(final SectionResult.Builder result, final IndicatorCase each, final Figures figures) {
        final String key = each.name().toLowerCase(Locale.ROOT).replace('_', '-');
        final String notes =
                String.format(Locale.ROOT, "one instrument again and again: %.1f ns", figures.oneInstrument());
        if (each.hasTaLib()) {
            result.row(Row.ratio(
                    Goal.INDICATOR_VS_TA_LIB.key() + "." + key,
                    each.label() + ", update ÷ " + TA_LIB,
                    Unit.NANOSECONDS,
                    figures.ours(),
                    TA_LIB,
                    figures.taLib(),
                    figures.ratioTaLib(),
                    notes));
        }
        if (each.hasTa4j()) {
            result.row(Row.ratio(
                    Goal.INDICATOR_VS_TA4J.key() + "." + key,
                    each.label() + ", update ÷ " + TA4J,
                    Unit.NANOSECONDS,
                    figures.ours(),
                    TA4J,
                    figures.ta4j(),
                    figures.ratioTa4j(),
                    notes));
        }
    }
}
