/** A real PostgreSQL, journals of every record kind, and a link that breaks on purpose. */
package io.millrace.archiver.testing;
