package io.millrace.engine.feed;

import io.millrace.engine.input.Instrument;
import java.util.List;

/**
 * One stream of a pump: sources of one instrument, read one after the other, each opened when its turn comes.
 *
 * @param instrument what the sources are about
 * @param sources in the order in which they are read
 */
public record FeedLane(Instrument instrument, List<Source> sources) {

    /** Opens a reader when its turn comes. */
    public interface Source {
        /** Opens it. */
        FeedReader open();

        /** Size as it stands on disk, for progress; 0 when unknown. */
        long sizeBytes();
    }

    public FeedLane {
        sources = List.copyOf(sources);
    }
}
