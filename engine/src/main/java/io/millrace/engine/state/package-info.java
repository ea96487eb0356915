/**
 * The engine's state: one constant-size block per instrument, a global block and the feeds' positions.
 *
 * <p>Owned by the engine thread. Blocks are plain memory, bound once; a Chronicle Map file or ordinary memory holds
 * them. No allocation except when an instrument or feed is new.
 */
package io.millrace.engine.state;
