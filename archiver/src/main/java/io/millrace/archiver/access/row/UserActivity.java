package io.millrace.archiver.access.row;

import java.time.Instant;
import java.util.UUID;

/**
 * What a user has had analysed. Immutable.
 *
 * @param userId the user
 * @param analysisCount analyses
 * @param symbolCount different instruments
 * @param firstAnalysisAt null where there is none, as the next two
 * @param lastAnalysisAt the newest
 * @param lastActiveAt last sign of life
 */
public record UserActivity(
        UUID userId,
        long analysisCount,
        long symbolCount,
        Instant firstAnalysisAt,
        Instant lastAnalysisAt,
        Instant lastActiveAt) {}
