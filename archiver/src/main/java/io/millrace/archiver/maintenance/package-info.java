/**
 * The care of a database: what it holds, what is to be cleaned, and its reports, for the command line and for jobs.
 *
 * <p>Any thread; every class opens its own connection. Knows {@code catalog}, {@code database} and {@code schema}.
 */
package io.millrace.archiver.maintenance;
