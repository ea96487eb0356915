/**
 * Bytes and lines of feed files: plain, gzip and zip, read as a stream in constant memory.
 *
 * <p>Owned by the feed thread. Depends on the JDK and on {@code engine.config} for user errors, on nothing else.
 */
package io.millrace.engine.feed.source;
