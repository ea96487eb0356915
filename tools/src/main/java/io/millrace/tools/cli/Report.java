package io.millrace.tools.cli;

import java.util.Map;

/** What a command has to say at its end. Main thread. */
interface Report {
    /** The one JSON object of {@code --json}; keys in the order of reading. */
    Map<String, Object> json();

    /** The same for people. */
    void print(TextPrinter out);

    /** 0 unless a check did not hold. */
    default int exitCode() {
        return ExitCodes.DONE;
    }
}
