/**
 * What the handlers cost without ring and journal.
 *
 * <p>JMH's thread; nothing here allocates while it is measured.
 */
package io.millrace.benchmarks.handler;
