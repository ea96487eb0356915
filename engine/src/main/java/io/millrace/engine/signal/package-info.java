/**
 * From a fired rule to a signal: price levels, the limits that may stop it, and the hash in its trade id.
 *
 * <p>Owned by the engine thread. Allowed dependencies: {@code engine.rule}, {@code engine.config}, {@code engine.indicator}
 * (the bar), the generated record codecs, Agrona buffers.
 */
package io.millrace.engine.signal;
