/**
 * Records as people and other programs want to see them: names for numbers, decimals for mantissas, times for nanoseconds.
 *
 * <p>Threads: one at a time. Allocates freely; never on the engine's path. Allowed dependencies: the journal.
 */
package io.millrace.tools.view;
