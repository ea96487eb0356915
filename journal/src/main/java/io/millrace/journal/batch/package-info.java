/**
 * The batch: one queue excerpt, a checked header and the records of the events that the ring had ready.
 *
 * <p>Builders and checks belong to one thread each. No allocation after construction except when a batch outgrows its
 * buffer.
 */
package io.millrace.journal.batch;
