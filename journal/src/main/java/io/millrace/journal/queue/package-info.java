/**
 * Chronicle Queue behind our own door: opening, locks left by dead processes, file names.
 *
 * <p>The only package that names classes of the queue's implementation; append, tail and verify use it.
 */
package io.millrace.journal.queue;
