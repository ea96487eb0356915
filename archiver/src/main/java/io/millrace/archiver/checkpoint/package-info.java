/**
 * How far a journal is archived, and who may move that on.
 *
 * <p>The archiver's thread, on the connection that writes. The position changes in the transaction that stores the
 * rows.
 */
package io.millrace.archiver.checkpoint;
