/**
 * The archive: a journal's records in PostgreSQL, each exactly once.
 *
 * <p>Knows the journal and never the engine. This package holds only what can go wrong; the work is in the packages
 * below: {@code run} drives, {@code sink} encodes, {@code checkpoint} keeps the position, {@code schema} makes the
 * tables, {@code verify} compares, {@code query} reads back.
 */
package io.millrace.archiver;
