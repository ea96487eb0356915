package io.millrace.archiver.sink;

/** Name of an indicator and of its outputs, as the bytes that go into rows. */
record Indicator(byte[] name, byte[][] outputs) {}
