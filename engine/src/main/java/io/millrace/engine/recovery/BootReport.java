package io.millrace.engine.recovery;

/**
 * What a boot has done.
 *
 * @param way how the state came to be; never {@link BootPlan.Way#NONE}
 * @param lastSequence last record in the journal; 0 when it is new
 * @param snapshotSequence last record in the snapshot that was taken; 0 without one
 * @param replayedRecords records replayed
 * @param passedOver snapshots that were of no use
 */
public record BootReport(
        BootPlan.Way way, long lastSequence, long snapshotSequence, long replayedRecords, int passedOver) {

    /** True when the state was made from the journal and not taken over. */
    public boolean rebuilt() {
        return way == BootPlan.Way.SNAPSHOT || way == BootPlan.Way.WHOLE_JOURNAL;
    }
}
