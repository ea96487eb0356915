/** The list of all faults, which knows the packages that they are in. */
package io.millrace.tools.torture.suite;
