/**
 * What an append costs, by the number of records in one excerpt.
 *
 * <p>JMH's thread plays the engine thread. Knows the journal, and Chronicle Queue itself, which is the floor.
 */
package io.millrace.benchmarks.journal;
