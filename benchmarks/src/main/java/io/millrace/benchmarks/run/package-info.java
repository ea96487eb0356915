/**
 * The command {@code bin/bench}: reads the command line, runs the sections one after the other and has the result folder written.
 *
 * <p>Main thread; cold. Knows all sections through {@link io.millrace.benchmarks.run.Sections}, and the report.
 */
package io.millrace.benchmarks.run;
