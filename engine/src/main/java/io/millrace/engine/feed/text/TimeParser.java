package io.millrace.engine.feed.text;

/** Reads the time of a bar from a field. Feed thread; no allocation unless a class says otherwise. */
@FunctionalInterface
public interface TimeParser {

    /** Nanoseconds since the epoch, UTC; {@link Times#BAD} when the bytes are no time between 1970 and 2262. */
    long parseNs(byte[] buffer, int start, int end);
}
