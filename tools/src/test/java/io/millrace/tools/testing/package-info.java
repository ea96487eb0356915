/** Helpers of the tests of this module. Threads: as each class says. */
package io.millrace.tools.testing;
