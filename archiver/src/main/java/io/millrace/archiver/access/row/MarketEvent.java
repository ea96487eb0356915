package io.millrace.archiver.access.row;

import java.time.Instant;
import java.util.List;

/**
 * An event that was found in an article. Immutable.
 *
 * @param id its id over all engines
 * @param articleId the article
 * @param eventType such as EARNINGS
 * @param severity LOW, MEDIUM, HIGH or CRITICAL
 * @param keywords words that gave it away
 * @param timestamp when it could first be known
 */
public record MarketEvent(
        long id, long articleId, String eventType, String severity, List<String> keywords, Instant timestamp)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return timestamp;
    }

    @Override
    public String keyId() {
        return Long.toString(id);
    }
}
