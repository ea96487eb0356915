/**
 * Market data files as streams of events: formats, options, readers, and the account of what was taken, rejected or not
 * used.
 *
 * <p>A reader is owned by the feed thread and does not allocate per event once warm. Depends on {@code engine.config}
 * for user errors, on {@code journal.record} for fixed-point numbers, and on its own sub-packages {@code source} (bytes
 * and lines) and {@code text} (fields, numbers, times).
 */
package io.millrace.engine.feed;
