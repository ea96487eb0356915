/**
 * Puts feeds, engine, archiver and checks together, for the commands and the demo. No logic of its own beyond that.
 *
 * <p>Threads: the caller's, which becomes the feed thread or the archiver's thread. Allowed dependencies: engine, journal,
 * archiver, {@code tools.database}.
 */
package io.millrace.tools.wiring;
