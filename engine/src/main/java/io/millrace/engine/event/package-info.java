/**
 * What travels: the ring's slots, the frame that handlers share for one input, and the sink their outputs go to.
 *
 * <p>Slots are written by the feed thread and read by the engine thread; frame and sink belong to the engine thread.
 * Knows only the journal's records.
 */
package io.millrace.engine.event;
