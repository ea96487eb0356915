/**
 * The examination behind {@code millrace doctor}: this JVM, this machine, the data directory, the database; each finding with
 * a remedy.
 *
 * <p>Threads: any. Changes nothing outside the temporary directory and the unpacked database programs. Allowed dependencies: the
 * JDK, {@code tools.database}, {@code journal}.
 */
package io.millrace.tools.doctor;
