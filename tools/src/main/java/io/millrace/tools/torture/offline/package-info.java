/**
 * Faults that hurt files, lines, clocks and command lines, and no living process: each damages a copy of a journal or feeds
 * nonsense, and demands that the command names what is wrong, touches nothing, and goes on with exactly what was good.
 *
 * <p>One thread. Commands run in a process of their own; what they leave is read with {@link
 * io.millrace.tools.torture.reader}.
 */
package io.millrace.tools.torture.offline;
