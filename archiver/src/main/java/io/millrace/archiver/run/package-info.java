/**
 * The loop that carries a journal into the database: tail, collect, commit, and go on after a failure.
 *
 * <p>The thread that calls {@code Archiver} reads, collects and decides; a second one writes the transaction before. Reads the journal only; the engine never notices.
 */
package io.millrace.archiver.run;
