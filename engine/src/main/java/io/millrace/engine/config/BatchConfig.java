package io.millrace.engine.config;

/**
 * When a journal batch is full; it also closes when the ring is empty. Immutable; any thread.
 *
 * @param maxRecords records in one batch
 * @param maxBytes bytes in one batch
 */
public record BatchConfig(int maxRecords, int maxBytes) {
    static final ValueRange MAX_RECORDS = ValueRange.whole(1, 65_536);
    static final ValueRange MAX_BYTES = new ValueRange(ValueRange.Unit.SIZE_BYTES, 4 << 10, 16 << 20);

    public BatchConfig {
        MAX_RECORDS.require("max-records", maxRecords);
        MAX_BYTES.require("max-bytes", maxBytes);
    }
}
