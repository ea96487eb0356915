/**
 * What the sections of one benchmark run share: how much effort to spend, how to interleave ours with a floor or a peer, and the
 * figures they hand back.
 *
 * <p>Main thread unless a type says otherwise; cold. Knows no section; {@code run} lists them and {@code report} prints them.
 */
package io.millrace.benchmarks.harness;
