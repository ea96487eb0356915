/** What the fault runner writes for people: the table of {@code RELIABILITY.md} and the plots of a soak. */
package io.millrace.tools.torture.report;
