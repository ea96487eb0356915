/**
 * The read-only check of a whole journal: used at boot, by the command line and by tests.
 *
 * <p>One thread; changes nothing.
 */
package io.millrace.journal.verify;
