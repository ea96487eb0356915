package io.millrace.engine.feed;

import io.millrace.engine.feed.source.FeedFile;
import io.millrace.engine.feed.source.LineReader;
import java.io.IOException;

/** Opens feeds. Any thread; the reader that comes out belongs to one. */
public final class Feeds {

    private Feeds() {}

    /**
     * Opens a file feed: finds the file, looks at its first line and makes the parser.
     *
     * @throws io.millrace.engine.config.ConfigurationError one line, when the file is missing, no file, not readable or
     *     an empty zip, when an option makes no sense, or when the columns are not those of the format
     */
    public static FeedReader open(FeedSpec spec) {
        return open(spec, LineReader.MAX_LINE_BYTES);
    }

    static FeedReader open(FeedSpec spec, int maxLineBytes) {
        FeedFile file =
                FeedFile.open(spec.path(), spec.options().get(FeedOptions.ENTRY).orElse(null));
        try {
            return new LineFeedReader(spec, file, maxLineBytes);
        } catch (RuntimeException e) {
            try {
                file.source().close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }
}
