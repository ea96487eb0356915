/**
 * The twin: one seeded market through the production engine, once without a stop and once with crashes at its appends, and through a
 * reference written for clarity; all three must agree.
 *
 * <p>In one JVM, against the rule of the other faults, because it looks at what is computed and not at processes. The reference shares
 * nothing with the engine but record types and the configuration's numbers.
 */
package io.millrace.tools.torture.twin;
