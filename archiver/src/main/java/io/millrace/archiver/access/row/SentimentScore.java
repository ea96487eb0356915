package io.millrace.archiver.access.row;

import java.time.Instant;
import java.util.List;

/**
 * What an analyzer made of an article. Immutable.
 *
 * @param id its id over all engines
 * @param articleId the article
 * @param score -1 to 1
 * @param confidence 0 to 1
 * @param keywordsPos words that speak for it
 * @param keywordsNeg words that speak against it
 * @param timestamp when the score could first be known
 * @param analyzer name and version of what made it
 */
public record SentimentScore(
        long id,
        long articleId,
        double score,
        double confidence,
        List<String> keywordsPos,
        List<String> keywordsNeg,
        Instant timestamp,
        String analyzer)
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
