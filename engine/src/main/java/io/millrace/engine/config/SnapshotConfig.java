package io.millrace.engine.config;

/**
 * When snapshots of the state are taken. Immutable; any thread.
 *
 * @param enabled whether any are taken
 * @param everyRecords records after which the next one is due
 * @param intervalMs time after which the next one is due if there were inputs, ms
 * @param keep how many are kept, the newest
 */
public record SnapshotConfig(boolean enabled, int everyRecords, int intervalMs, int keep) {
    static final ValueRange EVERY_RECORDS = ValueRange.whole(1, 1_000_000_000);
    static final ValueRange INTERVAL = new ValueRange(ValueRange.Unit.DURATION_MS, 10, 86_400_000);
    static final ValueRange KEEP = ValueRange.whole(1, 100);

    public SnapshotConfig {
        EVERY_RECORDS.require("every-records", everyRecords);
        INTERVAL.require("interval", intervalMs);
        KEEP.require("keep", keep);
    }
}
