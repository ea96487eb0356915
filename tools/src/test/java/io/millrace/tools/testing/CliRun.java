package io.millrace.tools.testing;

import java.util.List;

/** What a command left behind: its exit code and what it wrote. Immutable. */
public record CliRun(int exitCode, String out, String err) {
    public List<String> errLines() {
        return err.lines().toList();
    }
}
