package io.millrace.archiver.access.row;

import java.time.Instant;
import java.util.List;

/**
 * A score of an article that an application stored. Immutable.
 *
 * @param articleId the article
 * @param score -1 to 1
 * @param confidence 0 to 1
 * @param keywordsPos words that speak for it
 * @param keywordsNeg words that speak against it
 * @param timestamp when the score could first be known
 * @param analyzer name and version of what made it
 */
public record NewSentimentScore(
        long articleId,
        double score,
        double confidence,
        List<String> keywordsPos,
        List<String> keywordsNeg,
        Instant timestamp,
        String analyzer) {}
