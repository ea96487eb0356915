/**
 * The archiver and an embedded PostgreSQL: its rows per second against a bare COPY of the same rows, over ten million events, and
 * beside an engine on shared cores. Main thread, which is the archiver's or the feed thread.
 */
package io.millrace.benchmarks.archive;
