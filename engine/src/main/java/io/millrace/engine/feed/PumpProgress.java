package io.millrace.engine.feed;

/**
 * How far a pump is; written by the feed thread, read by any, a little old.
 *
 * @param published market events published
 * @param bytesRead of the files so far
 * @param sizeBytes of all files
 */
public record PumpProgress(long published, long bytesRead, long sizeBytes) {}
