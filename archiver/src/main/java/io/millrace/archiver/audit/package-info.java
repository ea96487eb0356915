/**
 * The audit trail: proves that the chained entries of {@code audit_logs} are whole, and keeps anchors outside the database.
 *
 * <p>Any thread. Knows {@code database}; reads, and never writes to the database.
 */
package io.millrace.archiver.audit;
