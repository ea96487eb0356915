/**
 * One repository per table, or per group of tables that change together: what may be read and changed, checked before the database
 * sees it. Any thread; each call is a part of the caller's transaction, or a transaction of its own.
 */
package io.millrace.archiver.access.repository;
