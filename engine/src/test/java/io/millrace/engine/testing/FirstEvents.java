package io.millrace.engine.testing;

import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.input.FeedEvent;
import io.millrace.engine.input.InputWriter;
import io.millrace.engine.metrics.Stage;
import io.millrace.journal.codec.StopReason;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Starts an engine in a process of its own and sends its first events, at a fixed rate or all at once. */
public final class FirstEvents {
    private static final int EVENTS = 1_000;

    private FirstEvents() {}

    /**
     * Prints ms from the start of the process to the open ring; processor time of the engine thread for the events, µs; then
     * median, p99 and maximum of receive to commit, µs.
     *
     * @param arguments data directory with instruments, number of them, warm-up, µs between two events
     */
    public static void main(final String[] arguments) {
        final int instruments = Integer.parseInt(arguments[1]);
        final EngineConfig config =
                EngineConfig.load(Optional.empty(), Map.of(EngineConfig.KEY_PREFIX + "warm-up", arguments[2]));
        try (Engine engine = Engine.open(Path.of(arguments[0]), config)) {
            final long readyMs = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            final long gapNs = Long.parseLong(arguments[3]) * 1_000;
            final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            final long engineThread = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("millrace-engine"))
                    .findFirst()
                    .orElseThrow()
                    .getId();
            final InputWriter writer = new InputWriter(engine.ingress());
            final FeedEvent event = new FeedEvent();
            final long fromNs = engine.state().global().clockNs();
            final long cpuBeforeNs = threads.getThreadCpuTime(engineThread);
            final long startNs = System.nanoTime();
            for (int i = 1; i <= EVENTS; i++) {
                final int id = 1 + i % instruments;
                MarketEvent.trade(fromNs + i * 10_000_000L, -1, 10_000 + i % 50, 1)
                        .fill(event, fromNs + i);
                while (System.nanoTime() - startNs < i * gapNs) {
                    Thread.onSpinWait();
                }
                writer.event(event, id, id, 0);
            }
            engine.ingress().drain();
            final long cpuNs = threads.getThreadCpuTime(engineThread) - cpuBeforeNs;
            final EngineReport report = engine.stop(StopReason.FEED_ENDED);
            final Histogram latencies = report.latencies().of(Stage.COMMITTED);
            System.out.printf(
                    Locale.ROOT,
                    "first events: %d %.1f %.1f %.1f %.1f%n",
                    readyMs,
                    cpuNs / 1e3,
                    latencies.getValueAtPercentile(50) / 1e3,
                    latencies.getValueAtPercentile(99) / 1e3,
                    latencies.getMaxValue() / 1e3);
        }
    }
}
