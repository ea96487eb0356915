/**
 * The tables: versioned migrations in {@code db/migration}, and the day partitions of the ticks.
 *
 * <p>The archiver's thread. Knows {@code database} and the migration library.
 */
package io.millrace.archiver.schema;
