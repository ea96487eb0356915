package io.millrace.benchmarks.aeron;

import io.millrace.benchmarks.endtoend.Percentiles;
import io.millrace.benchmarks.harness.Bench;
import io.millrace.benchmarks.harness.Chart;
import io.millrace.benchmarks.harness.Curve;
import io.millrace.benchmarks.harness.Goal;
import io.millrace.benchmarks.harness.LatencyFile;
import io.millrace.benchmarks.harness.Pairs;
import io.millrace.benchmarks.harness.Row;
import io.millrace.benchmarks.harness.Section;
import io.millrace.benchmarks.harness.SectionResult;
import io.millrace.benchmarks.harness.Table;
import io.millrace.benchmarks.harness.Unit;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * From the commit of a signal to a subscriber over Aeron IPC, in turns with bare messages of the same size one way. Main thread, which is
 * feed thread and subscriber.
 */
public final class AeronSection implements Section {
    private static final int MEDIAN = 50;

    @Override
    public String name() {
        return "aeron";
    }

    @Override
    public SectionResult run(final Bench bench) throws Exception {
        final int pairs = bench.effort().of(1, 5, 11);
        final int warmUp = bench.effort().of(1 << 15, 1 << 18, 1 << 18);
        final int events = bench.effort().of(1 << 16, 1 << 19, 1 << 20);
        final IpcRuns runs = new IpcRuns(bench.scratch());
        bench.progress("how many signals there are");
        final int[] bursts = runs.signals(warmUp, events).burstSizes();
        if (bursts.length == 0) {
            throw new IllegalStateException(events + " events gave no signal");
        }
        final long gapNs = events * IpcRuns.eventGapNs() / bursts.length;
        bench.progress("signals and bare messages, in turns");
        final Pairs<IpcLatencies, IpcLatencies> measured =
                Pairs.interleave(pairs, () -> runs.signals(warmUp, events).latencies(), () -> runs.bare(bursts, gapNs));
        final Histogram ours = sum(measured.ours());
        final Histogram bare = sum(measured.others());
        final String notes = "two threads each, the subscriber spins; "
                + Arrays.stream(bursts).sum() + " signals a run in " + bursts.length
                + " batches, the bare messages in the same bursts, " + pairs + " pairs";
        return SectionResult.builder()
                .row(Row.ratio(
                        Goal.AERON,
                        Unit.NANOSECONDS,
                        measured.medianOfOurs(AeronSection::median),
                        "bare Aeron IPC, one way",
                        measured.medianOfOthers(AeronSection::median),
                        measured.median((signal, message) -> median(signal) / median(message)),
                        notes))
                .row(Row.ratio(
                        Goal.AERON.key() + ".first",
                        "the same of the first signal of each batch ÷ the first message of each burst",
                        Unit.NANOSECONDS,
                        measured.medianOfOurs(AeronSection::medianOfFirst),
                        "bare Aeron IPC, one way",
                        measured.medianOfOthers(AeronSection::medianOfFirst),
                        measured.median((signal, message) -> medianOfFirst(signal) / medianOfFirst(message)),
                        pairs + " pairs"))
                .table(new Table(
                        "Aeron IPC",
                        "One way to a subscriber in the same process, over the embedded driver's shared memory; ours from the moment at"
                                + " which the batch is in the journal.",
                        Percentiles.header("way"),
                        List.of(
                                Percentiles.row(ours, "commit of a signal → subscriber"),
                                Percentiles.row(bare, "bare message → subscriber"))))
                .chart(new Chart(
                        "aeron-ipc",
                        "One way over Aeron IPC",
                        List.of(new Curve("commit of a signal → subscriber", ours), new Curve("bare message", bare))))
                .latencies(new LatencyFile("aeron-ipc", List.of(new Curve("signals", ours), new Curve("bare", bare))))
                .build();
    }

    private static double median(final IpcLatencies latencies) {
        return latencies.all().getValueAtPercentile(MEDIAN);
    }

    private static double medianOfFirst(final IpcLatencies latencies) {
        return latencies.first().getValueAtPercentile(MEDIAN);
    }

    private static Histogram sum(final List<IpcLatencies> runs) {
        final Histogram sum = new IpcLatencies().all();
        runs.forEach(run -> sum.add(run.all()));
        return sum;
    }
}
