/**
 * Rules: small state machines over the outputs of warm indicators at a bar's close.
 *
 * <p>A rule object holds parameters and offsets only; what it remembers about an instrument lies in a slice of the
 * instrument's block. The engine thread evaluates; any thread may build. Allowed dependencies: {@code engine.indicator},
 * the generated record codecs (for the action), Agrona buffers.
 */
package io.millrace.engine.rule;
