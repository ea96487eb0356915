/**
 * The loop that carries a journal into the database: tail, collect, commit, and go on after a failure.
 *
 * <p>The thread that calls {@code Archiver} reads, collects and decides; a second one writes the transaction before. Reads the journal only; the engine never notices.
 *
 * <p>{@code ArchiveRun} is the loop. {@code TransactionCollector} fills a sink, {@code CommitPipeline} has it written by the
 * {@code Committer} through the {@code ArchiveSession} that {@code SessionHolder} opens, {@code OutageHandler} waits or gives up where there
 * is none; {@code Watermark} knows how far the archive is, {@code RunReporter} tells it.
 */
package io.millrace.archiver.run;
