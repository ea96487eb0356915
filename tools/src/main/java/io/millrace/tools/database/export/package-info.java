/**
 * Rows of the archive as files for other programs: CSV, JSON, Parquet.
 *
 * <p>Threads: the caller's. Allowed dependencies: the JDK, pgjdbc, Jackson, Parquet, and the archiver.
 */
package io.millrace.tools.database.export;
