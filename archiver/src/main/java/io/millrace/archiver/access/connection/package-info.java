/**
 * The pool, the transactions and the statements of the access layer; nothing of any table. Any thread. The only package that
 * calls Jdbi, and the only way to the database for repositories.
 */
package io.millrace.archiver.access.connection;
