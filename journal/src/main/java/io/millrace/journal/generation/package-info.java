/**
 * What is done about a damaged journal: its good prefix goes on as a new generation, the damaged one is kept as it is.
 *
 * <p>One thread, under the data directory's lock.
 */
package io.millrace.journal.generation;
