package io.millrace.archiver.access.row;

import java.time.Instant;
import java.util.List;

/**
 * An event in an article that an application stored. Immutable.
 *
 * @param articleId the article
 * @param eventType such as EARNINGS
 * @param severity LOW, MEDIUM, HIGH or CRITICAL
 * @param keywords words that gave it away
 * @param timestamp when it could first be known
 */
public record NewMarketEvent(
        long articleId, String eventType, String severity, List<String> keywords, Instant timestamp) {}
