/**
 * What an operation of the access layer is called, and the log of them all. Any thread; knows no other package of the access
 * layer.
 */
package io.millrace.archiver.access.operation;
