package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.support.ScratchDirectory;
import java.io.PrintStream;

/**
 * What a section is given: how much effort to spend, where to write, and whom to tell how far it is.
 *
 * <p>Main thread.
 *
 * @param effort how much time to spend
 * @param scratch a directory of the section's own, deleted after it
 * @param out where progress goes; never stdout when that carries the result
 */
public record Bench(Effort effort, ScratchDirectory scratch, PrintStream out) {
    /** Tells the reader how far the section is. */
    public void progress(final String line) {
        out.println("bench:   " + line);
        out.flush();
    }
}
