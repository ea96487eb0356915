/**
 * How to reach PostgreSQL: addresses, connections with time limits, and what an SQL error means.
 *
 * <p>Any thread; each connection belongs to one. Knows only the driver and the pool.
 */
package io.millrace.archiver.database;
