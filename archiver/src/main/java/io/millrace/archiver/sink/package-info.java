/**
 * Records to rows: one class per table, each with its own reusable buffer of binary COPY data.
 *
 * <p>The archiver's thread. Knows the journal's codecs, the driver's COPY and nothing of the loop that drives it.
 */
package io.millrace.archiver.sink;
