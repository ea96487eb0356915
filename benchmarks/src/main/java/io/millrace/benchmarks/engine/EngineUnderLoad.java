package io.millrace.benchmarks.engine;

import io.millrace.benchmarks.load.LoadConfig;
import io.millrace.benchmarks.load.LoadShape;
import io.millrace.benchmarks.load.StandardLoad;
import io.millrace.benchmarks.support.AllocationMeter;
import io.millrace.benchmarks.support.ScratchDirectory;
import io.millrace.engine.Engine;
import io.millrace.engine.EngineReport;
import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.config.WaitKind;
import io.millrace.journal.codec.StopReason;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An engine with the configuration of the standard load, on a new data directory for each iteration, with the instruments of the
 * standard load defined.
 *
 * <p>JMH's thread, which is the feed thread.
 */
@State(Scope.Thread)
public class EngineUnderLoad {
    private static final String ENGINE_THREAD = "millrace-engine";
    private static final long WARM_BYTES = 256L << 20;

    /** How the engine thread waits; SLEEPING is the default of the product. */
    @Param({"SLEEPING", "YIELDING"})
    public WaitKind wait;

    private final StandardLoad load = new StandardLoad(LoadShape.STANDARD);
    private ScratchDirectory scratch;
    private Path directory;
    private Engine engine;
    private AllocationMeter meter;
    private long offered;

    /** Once per trial: the memory that the journal's pages come from. */
    @Setup(Level.Trial)
    public void warm() {
        scratch = ScratchDirectory.create().warmMemory(WARM_BYTES);
    }

    /** A new engine. */
    @Setup(Level.Iteration)
    public void open() {
        directory = scratch.fresh();
        engine = Engine.open(directory, configuration(wait));
        load.restart();
        load.define(engine.ingress());
        engine.ingress().drain();
        meter = AllocationMeter.ofCurrentThreadAnd(ENGINE_THREAD);
        offered = 0;
    }

    /** Publishes events and waits until the last is in the journal with all that it caused. */
    public void run(final int events) {
        load.publish(engine.ingress(), events);
        engine.ingress().drain();
        offered += events;
    }

    /** Heap bytes that the feed thread and the engine thread have allocated. */
    public long allocatedBytes() {
        return meter.bytes();
    }

    /** Stops the engine and deletes the directory; an engine that took less than it was given measured nothing. */
    @TearDown(Level.Iteration)
    public void stop() {
        final EngineReport report = engine.stop(StopReason.FEED_ENDED);
        ScratchDirectory.delete(directory);
        if (report.eventsIn() != offered || report.duplicates() != 0) {
            throw new IllegalStateException(offered + " events offered, " + report);
        }
    }

    /** Deletes the scratch directory. */
    @TearDown(Level.Trial)
    public void close() {
        scratch.close();
    }

    /** The configuration of the standard load. */
    static EngineConfig configuration(final WaitKind wait) {
        final String value = wait.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return LoadConfig.standard(Map.of("ring.wait", value));
    }
}
