/**
 * What the tests of the engine share: markets that follow from a seed, feeds over lists, runs, journals read back.
 *
 * <p>One thread. Allocates; never on a path whose allocation a test counts.
 */
package io.millrace.engine.testing;
