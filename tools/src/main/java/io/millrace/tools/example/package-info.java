/**
 * Programs to copy from: a subscriber of an engine's signals and a sender of trades, each in one class with nothing of the
 * engine but its records. One thread each.
 */
package io.millrace.tools.example;
