package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.time.Instant;

/**
 * A setting. Immutable.
 *
 * @param configType scheduler, trading, auth, api or system
 * @param configKey its name within the type
 * @param configValue its value; a secret where it is said to be one
 * @param version 1 for the first value, one more with each change
 * @param isSecret the value stays out of the audit trail and of logs
 * @param description words, or null
 * @param updatedAt last change
 * @param updatedBy who made it
 */
public record Configuration(
        String configType,
        String configKey,
        Json configValue,
        int version,
        boolean isSecret,
        String description,
        Instant updatedAt,
        String updatedBy)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return updatedAt;
    }

    @Override
    public String keyId() {
        return configType + "/" + configKey;
    }

    @Override
    public String toString() {
        return "Configuration[" + configType + "/" + configKey + " version " + version + ", "
                + (isSecret ? "secret" : configValue.text()) + "]";
    }
}
