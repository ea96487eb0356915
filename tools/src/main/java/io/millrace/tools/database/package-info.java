/**
 * The databases that commands use: one that the user names, or a PostgreSQL of our own kept under the data directory.
 *
 * <p>Threads: any; every class says its own rule. Allowed dependencies: the JDK, pgjdbc, HikariCP, commons-compress; never
 * the engine or the journal.
 */
package io.millrace.tools.database;
