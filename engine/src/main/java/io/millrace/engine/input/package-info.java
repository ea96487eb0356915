/**
 * Inputs as they come to the door: an event's fields, an instrument's definition, and the writer that encodes them into slots of
 * the ring.
 *
 * <p>Feed thread; no allocation except for names. Knows the door and the records, not where inputs come from.
 */
package io.millrace.engine.input;
