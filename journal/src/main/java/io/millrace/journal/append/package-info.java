/**
 * The single writer of a journal: appends sealed batches and forces them to disk as the durability level says.
 *
 * <p>Owned by the engine thread. A failure to write or to force is thrown and must end the process.
 */
package io.millrace.journal.append;
