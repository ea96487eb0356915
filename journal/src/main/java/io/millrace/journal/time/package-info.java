/**
 * Clocks: the only place where wall time is read.
 *
 * <p>Any thread. Nothing that shapes an output may come from here; event times come from records.
 */
package io.millrace.journal.time;
