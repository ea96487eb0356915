package io.millrace.engine.feed;

/**
 * A parser made for one file.
 *
 * @param headerTaken whether the first line was the header and is done with
 */
record OpenedFormat(LineParser parser, boolean headerTaken) {}
