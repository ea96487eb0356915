package io.millrace.archiver.sink;

import java.util.List;

/** Name of a rule, as the bytes that go into rows, its kind, and the names of its operands. */
record Rule(byte[] name, String kind, List<String> operands) {}
