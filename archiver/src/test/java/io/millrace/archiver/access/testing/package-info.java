/** What the tests of the access layer share. */
package io.millrace.archiver.access.testing;
