/**
 * The engine: ticks in, bars, indicators and signals out, everything journaled before it counts.
 *
 * <p>{@link io.millrace.engine.Engine} is the door for other modules. Knows the journal and no other module.
 */
package io.millrace.engine;
