package io.millrace.engine.feed;

import io.millrace.engine.input.FeedEvent;

/**
 * A stream of market events from one source, oldest first as the source has them.
 *
 * <p>Owned by the feed thread; {@link #bytesRead} and {@link #tally} may be looked at from others and are then a little
 * old. {@link #next} does not allocate once warm, except for the first few rejections. Bad input is counted, never
 * thrown, unless the feed is strict.
 */
public interface FeedReader extends AutoCloseable {

    /**
     * Reads the next event; false at the end of the source.
     *
     * @throws FeedRejectedException at the first rejection of a strict feed
     * @throws java.io.UncheckedIOException when the device fails
     */
    boolean next(FeedEvent event);

    /**
     * Leaves out the events up to and including that position, for a restart. Takes effect in the following calls of
     * {@link #next}: the lines are still read, so that what the reader learns from them is kept, and counted as
     * skipped.
     */
    void skipTo(long position);

    /** Equal for the same content in the same format for the same instrument, whatever the path. */
    long fingerprint();

    /** What became of the lines so far. */
    FeedTally tally();

    /** Bytes of the file, as it stands on disk, that have been taken so far. */
    long bytesRead();

    /** Size of the file as it stands on disk. */
    long sizeBytes();

    @Override
    void close();
}
