/**
 * What retention leaves of old cycles: compressed files of batches, and a record of where the journal begins.
 *
 * <p>Knows nothing of the queue; the tailer reads both kinds of files as one journal.
 */
package io.millrace.journal.cold;
