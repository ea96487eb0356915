package io.millrace.engine.config;

/**
 * How long closed cycles of the journal stay, and as what. Immutable; any thread.
 *
 * @param enabled whether {@code millrace up} applies it
 * @param intervalMs time between two applications, ms
 * @param keepDays how old a cycle must be before it may be removed
 * @param compress whether cycles that no start needs are compressed
 * @param compressDays how old a cycle must be before it is compressed
 */
public record RetentionConfig(boolean enabled, int intervalMs, int keepDays, boolean compress, int compressDays) {
    static final ValueRange INTERVAL = new ValueRange(ValueRange.Unit.DURATION_MS, 1_000, 86_400_000);
    static final ValueRange KEEP_DAYS = ValueRange.whole(0, 36_500);
    static final ValueRange COMPRESS_DAYS = ValueRange.whole(0, 36_500);

    public RetentionConfig {
        INTERVAL.require("interval", intervalMs);
        KEEP_DAYS.require("keep-days", keepDays);
        COMPRESS_DAYS.require("compress-days", compressDays);
    }

    /** The same with other ages. */
    public RetentionConfig with(int otherKeepDays, boolean otherCompress, int otherCompressDays) {
        return new RetentionConfig(enabled, intervalMs, otherKeepDays, otherCompress, otherCompressDays);
    }
}
