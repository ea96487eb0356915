package io.millrace.engine.config;

import io.millrace.journal.append.Durability;
import io.millrace.journal.append.DurabilityPolicy;
import java.util.List;
import java.util.Objects;

/**
 * How the journal is written. Immutable; any thread.
 *
 * @param rollCycle name of the queue's roll cycle; fixed for the life of a journal directory
 * @param durability when the journal is forced to disk
 * @param forceIntervalMs with {@link Durability#BATCH}: longest time without a force, ms
 * @param forceRecords with {@link Durability#BATCH}: most records without a force
 */
public record JournalConfig(String rollCycle, Durability durability, int forceIntervalMs, int forceRecords) {
    static final List<String> ROLL_CYCLES = List.of(
            "FIVE_MINUTELY",
            "TEN_MINUTELY",
            "TWENTY_MINUTELY",
            "HALF_HOURLY",
            "FAST_HOURLY",
            "TWO_HOURLY",
            "FOUR_HOURLY",
            "SIX_HOURLY",
            "FAST_DAILY");
    static final ValueRange FORCE_INTERVAL = new ValueRange(ValueRange.Unit.DURATION_MS, 1, 60_000);
    static final ValueRange FORCE_RECORDS = ValueRange.whole(1, 1_000_000_000);

    public JournalConfig {
        if (!ROLL_CYCLES.contains(rollCycle)) {
            throw new InvalidValueException(
                    "roll-cycle", rollCycle, "must be one of " + String.join(", ", ROLL_CYCLES));
        }
        Objects.requireNonNull(durability, "durability");
        FORCE_INTERVAL.require("force-interval", forceIntervalMs);
        FORCE_RECORDS.require("force-records", forceRecords);
    }

    /** The same as the journal takes it. */
    public DurabilityPolicy durabilityPolicy() {
        return new DurabilityPolicy(durability, forceIntervalMs * 1_000_000L, forceRecords);
    }
}
