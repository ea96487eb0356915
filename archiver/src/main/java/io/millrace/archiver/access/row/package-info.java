/**
 * What repositories take and give: a record per table, pages and their cursors. Immutable, any thread; knows of the rest of the
 * access layer only what a value is.
 */
package io.millrace.archiver.access.row;
