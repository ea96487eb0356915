/**
 * The eight kinds of failure that callers of the access layer tell apart, and how an SQL error becomes one of them. Any thread;
 * knows the package {@code operation} only.
 */
package io.millrace.archiver.access.error;
