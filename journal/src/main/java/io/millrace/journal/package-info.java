/**
 * The journal: one totally ordered stream of records in a Chronicle Queue, and what may go wrong with it.
 *
 * <p>Knows no other module. Each reader and the one writer belong to one thread.
 */
package io.millrace.journal;
