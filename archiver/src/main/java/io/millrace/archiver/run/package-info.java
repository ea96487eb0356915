/**
 * The loop that carries a journal into the database: tail, collect, commit, and go on after a failure.
 *
 * <p>One thread, the one that calls {@code Archiver}. Reads the journal only; the engine never notices.
 */
package io.millrace.archiver.run;
