/**
 * Named places where a test ends the process, to see what a death there leaves behind.
 *
 * <p>Any thread. Off unless a system property arms one of them, and then the compiled code holds nothing of them.
 */
package io.millrace.journal.fault;
