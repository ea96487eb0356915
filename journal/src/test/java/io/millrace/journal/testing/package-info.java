/** Fixtures that the tests of several modules share. */
package io.millrace.journal.testing;
