/**
 * A whole database in one file, and back: one snapshot, binary COPY per table, checksums and digests.
 *
 * <p>Threads: the caller's. Allowed dependencies: the JDK, pgjdbc, Jackson, and the archiver.
 */
package io.millrace.tools.database.backup;
