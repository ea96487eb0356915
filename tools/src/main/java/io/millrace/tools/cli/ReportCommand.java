package io.millrace.tools.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that does its work and then reports once, as text or as JSON. Main thread. */
abstract class ReportCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output;

    final CliContext context;

    ReportCommand(CliContext context) {
        this.context = context;
    }

    /** Does the work. What it throws becomes an exit code in {@link Failures}. */
    abstract Report execute() throws Exception;

    @Override
    public final Integer call() throws Exception {
        if (output.stopAtEndOfInput) {
            context.shutdown().stopAtEndOf(System.in);
        }
        Report report = execute();
        if (output.json) {
            context.out().println(new Json().write(report.json()));
        } else {
            report.print(new TextPrinter(context.out()));
        }
        context.out().flush();
        return report.exitCode();
    }
}
