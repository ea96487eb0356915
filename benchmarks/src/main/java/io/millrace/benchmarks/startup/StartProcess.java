package io.millrace.benchmarks.startup;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.benchmarks.load.Waiting;
import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.event.RingSlot;
import io.millrace.engine.pipeline.Ingress;
import io.millrace.journal.codec.Aggressor;
import io.millrace.journal.codec.MessageHeaderEncoder;
import io.millrace.journal.codec.StopReason;
import io.millrace.journal.codec.TradeEncoder;
import io.millrace.journal.time.Clocks;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.agrona.concurrent.EpochNanoClock;

/**
 * A process that opens an engine on a data directory, gives it one trade, and says when that was in the journal.
 *
 * <p>Argument: the data directory. Prints three wall times in ns, those at which main began, the engine was open and the trade was
 * committed, and the processor time that the process had used by then. Main thread,
 * which is the feed thread.
 */
public final class StartProcess {
    private static final long SECOND_NS = 1_000_000_000L;

    private StartProcess() {}

    /** Starts, takes the tick, prints, stops. */
    public static void main(final String[] arguments) {
        final EpochNanoClock clock = Clocks.epoch();
        final long mainNs = clock.nanoTime();
        try (Engine engine = Engine.open(Path.of(arguments[0]), LoadConfig.standard(Waiting.YIELDING.overrides()))) {
            final long openNs = clock.nanoTime();
            publish(engine.ingress(), engine.state().global().marketTimeNs() + SECOND_NS);
            engine.ingress().drain();
            final long committedNs = clock.nanoTime();
            final long processorNs = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                    .getProcessCpuTime();
            final EngineReport report = engine.stop(StopReason.FEED_ENDED);
            if (engine.rebuilt() || report.eventsIn() - report.atStart().eventsIn() != 1) {
                throw new IllegalStateException("rebuilt, or the trade was not taken: " + report);
            }
            System.out.println(mainNs + " " + openNs + " " + committedNs + " " + processorNs);
        }
    }

    private static void publish(final Ingress ingress, final long eventTimeNs) {
        final RingSlot slot = ingress.claim();
        new TradeEncoder()
                .wrapAndApplyHeader(slot.buffer(), 0, new MessageHeaderEncoder())
                .eventTimeNs(eventTimeNs)
                .receiveTimeNs(eventTimeNs)
                .instrumentId(1)
                .feedId(1)
                .aggressor(Aggressor.BUYER)
                .suspicious((short) 0)
                .feedPosition(eventTimeNs)
                .venueTradeId(-1)
                .price(10_000)
                .quantity(1)
                .conditions(0)
                .venueCode(0);
        ingress.publish(MessageHeaderEncoder.ENCODED_LENGTH + TradeEncoder.BLOCK_LENGTH);
    }
}
