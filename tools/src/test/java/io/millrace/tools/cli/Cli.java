package io.millrace.tools.cli;

import io.millrace.tools.testing.CliRun;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands in this process and keeps what they say. Any thread. */
final class Cli {
    private Cli() {}

    static CliRun run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CliContext context = new CliContext(new PrintWriter(out), new PrintWriter(err), false, new Shutdown());
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int exitCode = Millrace.commandLine(context).execute(texts);
        context.out().flush();
        context.err().flush();
        return new CliRun(exitCode, out.toString(), err.toString());
    }
}
