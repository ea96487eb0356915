package io.millrace.archiver.access.row;

import java.time.Instant;
import java.util.List;

/**
 * An article, or a revision of one, that came to an application. Immutable.
 *
 * @param externalId the source's own name of the article; the same in all revisions
 * @param title headline
 * @param content text
 * @param source who published it
 * @param publishedAt when, as the source says
 * @param availableAt when it could first be known here
 * @param symbols instruments that it is about
 * @param revision 1 for the first
 */
public record NewArticle(
        String externalId,
        String title,
        String content,
        String source,
        Instant publishedAt,
        Instant availableAt,
        List<String> symbols,
        int revision) {}
