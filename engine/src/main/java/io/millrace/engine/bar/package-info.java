/**
 * Bars as they stand in an instrument's block: the one that is open and the one that closed last.
 *
 * <p>Engine thread; flyweights, no allocation, whole mantissas only.
 */
package io.millrace.engine.bar;
