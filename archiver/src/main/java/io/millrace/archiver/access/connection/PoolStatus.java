package io.millrace.archiver.access.connection;

/**
 * Counts of the pool at one moment. Immutable.
 *
 * @param size open connections
 * @param idle those that nobody uses
 * @param checkedOut those in use
 * @param waiting calls that wait for one
 * @param limit connections at most
 */
public record PoolStatus(int size, int idle, int checkedOut, int waiting, int limit) {}
