/**
 * The load behind every figure about the whole engine, and the generator that brings it at a fixed rate.
 *
 * <p>Loads and generator belong to the feed thread and allocate nothing while they run. Knows the engine's door and
 * configuration, and the journal's codecs.
 */
package io.millrace.benchmarks.load;
