package io.millrace.archiver.access.row;

import io.millrace.archiver.access.connection.Json;
import java.time.Instant;
import java.util.UUID;

/**
 * What came out of a backtest. Immutable.
 *
 * @param id given by the caller
 * @param backgroundJobId the job that ran it; null where there is none
 * @param config what was run, an object
 * @param metrics the figures, an object
 * @param trades its trades, an array
 * @param equityCurve value over time, an array
 * @param createdAt given by the database
 */
public record BacktestResult(
        UUID id, UUID backgroundJobId, Json config, Json metrics, Json trades, Json equityCurve, Instant createdAt)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return createdAt;
    }

    @Override
    public String keyId() {
        return id.toString();
    }
}
