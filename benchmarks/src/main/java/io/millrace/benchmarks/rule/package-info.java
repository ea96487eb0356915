/**
 * What a rule costs at a closed bar.
 *
 * <p>JMH's thread; nothing here allocates while it is measured.
 */
package io.millrace.benchmarks.rule;
