package io.millrace.benchmarks.harness;

/**
 * Text of a program that a reader may want to look at, such as a query plan; the page shows it as it is. Immutable; any thread.
 *
 * @param title heading
 * @param text what a reader must know before it; may be empty
 * @param body lines
 */
public record Listing(String title, String text, String body) {}
