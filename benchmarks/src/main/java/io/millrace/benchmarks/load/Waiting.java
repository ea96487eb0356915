package io.millrace.benchmarks.load;

import io.millrace.engine.config.WaitKind;
import io.millrace.engine.thread.EventPriority;
import java.util.Locale;
import java.util.Map;

/**
 * How the threads of a measurement wait: of the engine, and of the floor beside it. Immutable; any thread.
 *
 * @param preset name of the preset that waits so; empty when none does
 * @param kind how the engine thread waits for events
 */
public record Waiting(String preset, WaitKind kind) {
    /** Gives way after each look: for two cores that have nothing else to do. */
    public static final Waiting YIELDING = new Waiting("", WaitKind.YIELDING);

    /** What suits a machine whose cores the threads of the engine must share; the product's default. */
    public static final Waiting SHARED_CORES = new Waiting("shared-cores", WaitKind.SLEEPING);

    /** What suits a machine with a core to spare for each thread. */
    public static final Waiting LATENCY = new Waiting("latency", WaitKind.BUSY_SPIN);

    /** The settings of an engine that waits so: the whole preset where one does. */
    public Map<String, String> overrides() {
        return preset.isEmpty() ? Map.of("ring.wait", waitName()) : Map.of("preset", preset);
    }

    /** At which priority the threads run that an event passes. */
    public EventPriority priority() {
        return EventPriority.ask(LoadConfig.standard(overrides()).layout().nice());
    }

    private String waitName() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What tables call it. */
    public String label() {
        return preset.isEmpty() ? waitName() : preset + " (" + waitName() + ")";
    }
}
