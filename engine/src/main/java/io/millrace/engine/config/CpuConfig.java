package io.millrace.engine.config;

import java.util.HashSet;
import java.util.List;

/**
 * Which CPUs the threads of the pipeline are pinned to. Immutable; any thread.
 *
 * @param isolated to those that the kernel keeps free of other threads, as far as there are any
 * @param cpus numbers of CPUs, for the engine, the journal and the egress thread in this order; those left over run anywhere
 */
public record CpuConfig(boolean isolated, List<Integer> cpus) {
    static final ValueRange NUMBER = ValueRange.whole(0, 4_095);
    static final String ALLOWED = "must be none, isolated, or a list of different CPU numbers such as [2, 3]";
    /** No thread is pinned. */
    public static final CpuConfig NONE = new CpuConfig(false, List.of());

    public CpuConfig {
        cpus = List.copyOf(cpus);
        for (int cpu : cpus) {
            NUMBER.require("cpu", cpu);
        }
        if (new HashSet<>(cpus).size() != cpus.size() || (isolated && !cpus.isEmpty())) {
            throw new InvalidValueException("cpu", cpus, ALLOWED);
        }
    }
}
