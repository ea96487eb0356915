/**
 * Proof that the archive equals the journal: both are read side by side and every column is compared.
 *
 * <p>One thread. Shares no code with {@code sink}: rows are read back through ordinary result sets and compared with
 * the decoded records.
 */
package io.millrace.archiver.verify;
