package io.millrace.benchmarks.peer;

import io.millrace.benchmarks.endtoend.Percentiles;
import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import io.millrace.benchmarks.harness.Effort;
import io.millrace.benchmarks.harness.LatencyFile;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import io.millrace.benchmarks.load.LoadShape;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * exchange-core under the arrivals of the standard load, in its own job, for scale. Main thread.
 */
public final class ExchangeCoreSection implements Section {
    private static final String TEXT =
            "exchange-core 0.5.3 as published, in a process of its own with its own libraries, on the JDK of this run."
                    + " Comparable: the arrivals, the way of sending (open loop, latency from the due time), a Disruptor in between, the machine."
                    + " Not comparable: its job is risk check and order matching in one book, ours is bars, indicators, rules and signals;"
                    + " nothing of this is journaled, which compares with our table without a journal; it needs several threads beside the sender,"
                    + " ours one, and on fewer cores than threads they wait for each other, so that its tails here say more about the"
                    + " machine than about exchange-core. Its own published figures come from six isolated cores.";

    @Override
    public String name() {
        return "exchange-core";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        bench.progress("building");
        final ExchangeCorePeer peer = ExchangeCorePeer.build(bench.scratch());
        final List<List<String>> rows = new ArrayList<>();
        final List<Curve> curves = new ArrayList<>();
        final SectionResult.Builder result = SectionResult.builder();
        final int[] rates =
                bench.effort() == Effort.SMOKE ? new int[] {10_000} : new int[] {10_000, 100_000, 250_000, 500_000};
        for (final int rate : rates) {
            final String label = Unit.EVENTS_PER_SECOND.format(rate);
            bench.progress(label);
            final int commands = (int) ((long) rate * bench.effort().of(200, 4_000, 10_000) / 1_000);
            final ExchangeCorePeer.Outcome outcome =
                    peer.run(LoadShape.STANDARD.atRate(rate), Math.min(commands, 200_000), commands);
            final Histogram latencies = outcome.latencies();
            rows.add(Percentiles.row(latencies, label));
            curves.add(new Curve(label, latencies));
            result.row(Row.absolute(
                    "exchange-core.median." + rate,
                    "exchange-core, median from due time to result, " + label,
                    Unit.NANOSECONDS,
                    (double) latencies.getValueAtPercentile(50),
                    latencies.getTotalCount() + " commands, " + outcome.refused() + " refused"));
        }
        return result.table(new Table("exchange-core, for scale", TEXT, Percentiles.header("rate"), rows))
                .chart(new Chart("exchange-core", "exchange-core, from due time to result", curves))
                .latencies(new LatencyFile("exchange-core", curves))
                .build();
    }
}
