/**
 * What an engine notices of its neighbours: a database that is dead, an archiver that is stopped or catching up, readers of the journal.
 *
 * <p>Main thread, which is the feed thread; the neighbours are real processes.
 */
package io.millrace.benchmarks.trouble;
