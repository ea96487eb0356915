package io.millrace.archiver.access.row;

import java.time.Instant;
import java.util.List;

/**
 * A revision of an article. Immutable.
 *
 * @param id its id over all engines
 * @param title headline
 * @param content text
 * @param source who published it
 * @param publishedAt when, as the source says
 * @param availableAt when it could first be known here
 * @param symbols instruments that it is about
 * @param revision 1 for the first
 */
public record Article(
        long id,
        String title,
        String content,
        String source,
        Instant publishedAt,
        Instant availableAt,
        List<String> symbols,
        int revision)
        implements Keyed {
    @Override
    public Instant keyTime() {
        return publishedAt;
    }

    @Override
    public String keyId() {
        return Long.toString(id);
    }
}
