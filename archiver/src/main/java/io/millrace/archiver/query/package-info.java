/**
 * Reading the archive back, as records. Any thread; a connection is taken for each call and given back.
 */
package io.millrace.archiver.query;
