/**
 * What leaves the machine, after commit.
 *
 * <p>Called by the thread that commits; neither blocks nor allocates.
 */
package io.millrace.engine.egress;
