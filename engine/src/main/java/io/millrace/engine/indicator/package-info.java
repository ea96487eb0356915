/**
 * Streaming technical indicators over closed bars.
 *
 * <p>Purpose: one update per closed bar, in constant amortised time, without allocation, with the whole state in a
 * slice of a buffer that the caller owns. An indicator object holds parameters only, so one object serves every
 * instrument.
 *
 * <p>Owning thread: the objects are immutable and may be used by any thread; a state slice belongs to one thread at a
 * time.
 *
 * <p>Determinism: only {@code + - * /}, comparisons and {@link java.lang.Math#sqrt}, in an order that depends on the
 * bars alone. The same bars give the same bits on every run, and a copied slice continues exactly as the original.
 *
 * <p>Allowed dependencies: {@code java.base} and {@code org.agrona}; nothing else of Millrace.
 */
package io.millrace.engine.indicator;
