/**
 * Makes old cycles of a journal smaller, or takes them away.
 *
 * <p>One thread and one process at a time, which its caller sees to; a writer and any readers may be at work.
 */
package io.millrace.journal.retention;
