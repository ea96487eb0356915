package io.millrace.tools.cli;

import java.io.PrintWriter;

/**
 * What a command has of the outside world. Main thread.
 *
 * @param out reports only: text, or exactly one JSON object with {@code --json}
 * @param err progress, logs and the line of a failure
 * @param terminal whether {@code err} is a terminal, so that a progress bar makes sense
 * @param shutdown where a command says how it is to be stopped
 */
record CliContext(PrintWriter out, PrintWriter err, boolean terminal, Shutdown shutdown) {}
