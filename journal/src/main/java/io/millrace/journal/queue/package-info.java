/**
 * Chronicle Queue behind our own door: opening, locks left by dead processes, files that a reader or a writer must not
 * be given as they are.
 *
 * <p>Any thread. Used by append, tail and verify; other modules never see the queue.
 */
package io.millrace.journal.queue;
