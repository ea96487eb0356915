package io.millrace.archiver.access.connection;

import java.time.Instant;

/**
 * What a health check has found. Immutable.
 *
 * @param status whether the database serves calls
 * @param link whether it is there
 * @param since when the link came into that state, wall clock
 * @param latencyNs time of one empty question over a connection of the pool; -1 where there was no answer
 * @param pool counts of the pool
 * @param reason why it is not well; empty where it is
 */
public record DatabaseHealth(
        Status status, LinkState link, Instant since, long latencyNs, PoolStatus pool, String reason) {

    /** Verdict. */
    public enum Status {
        /** It answers. */
        UP,
        /** It is there, but no connection was free for the question. */
        DEGRADED,
        /** It does not answer. */
        DOWN
    }

    public boolean healthy() {
        return status == Status.UP;
    }
}
