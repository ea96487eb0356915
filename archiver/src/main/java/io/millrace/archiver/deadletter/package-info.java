/**
 * Records that a table refused: kept whole beside the tables, in the transaction that moves the archive position past
 * them, until they are stored after all.
 *
 * <p>The thread that owns the connection. Knows {@code database} and the journal's kinds of record, no row formats.
 */
package io.millrace.archiver.deadletter;
