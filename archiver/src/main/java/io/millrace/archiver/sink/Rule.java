package io.millrace.archiver.sink;

import java.util.List;

/** Name of a rule, as the bytes that go into rows, and of its operands. */
record Rule(byte[] name, List<String> operands) {}
