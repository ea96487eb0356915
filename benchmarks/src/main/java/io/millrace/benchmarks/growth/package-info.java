/**
 * How the cost of an event grows with instruments and indicators.
 *
 * <p>Main thread, which is the feed thread; cold but for the runs.
 */
package io.millrace.benchmarks.growth;
