package io.millrace.engine.feed;

/**
 * One rejected line, kept for people.
 *
 * @param line number of the line in the decompressed file, from 1
 * @param excerpt beginning of the line; everything but printable ASCII stands as {@code \xNN}
 */
public record Rejection(String file, long line, RejectReason reason, String excerpt) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + reason.label() + ": " + excerpt;
    }
}
