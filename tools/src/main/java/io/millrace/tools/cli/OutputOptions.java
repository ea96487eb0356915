package io.millrace.tools.cli;

import picocli.CommandLine.Option;

/** How a command reports: shared by all. */
final class OutputOptions {
    @Option(
            names = "--json",
            description = "Print one JSON object on stdout instead of text; progress and logs stay on stderr.")
    boolean json;

    @Option(
            names = Shutdown.STOP_AT_EOF,
            hidden = true,
            description = "End in order when stdin closes: for supervised processes.")
    boolean stopAtEndOfInput;

    @Option(names = "--debug", description = "Print the stack trace of a failure.")
    boolean debug;
}
