package io.millrace.journal.append;

/**
 * When the journal is forced to disk.
 *
 * @param level what a committed batch survives
 * @param forceIntervalNs longest time between forces at level BATCH
 * @param forceRecords most records between forces at level BATCH
 */
public record DurabilityPolicy(Durability level, long forceIntervalNs, long forceRecords) {
    /** Survives the death of the process. */
    public static final DurabilityPolicy PROCESS =
            new DurabilityPolicy(Durability.PROCESS, Long.MAX_VALUE, Long.MAX_VALUE);

    public DurabilityPolicy {
        if (forceIntervalNs <= 0 || forceRecords <= 0) {
            throw new IllegalArgumentException("force interval and force records must be positive");
        }
    }
}
