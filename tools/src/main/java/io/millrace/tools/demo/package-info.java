/**
 * A market that does not exist, the same for the same seed: what {@code millrace demo} trades on.
 *
 * <p>Threads: each tape belongs to one thread; the price paths they read are built before and then only read. Allowed
 * dependencies: the JDK and the engine's feed package; no clock and no randomness but the seed.
 */
package io.millrace.tools.demo;
