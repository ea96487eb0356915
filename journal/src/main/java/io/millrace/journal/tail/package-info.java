/**
 * Readers of a journal, live or dead, with an explicit position.
 *
 * <p>Each tailer belongs to one thread and reads only. Every batch is checked before a handler sees it.
 */
package io.millrace.journal.tail;
