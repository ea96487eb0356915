package io.millrace.tools.cli;

import java.util.Map;

/** How many rows a cleaning has removed. Immutable. */
record RemovedReport(String what, long removed) implements Report {
    @Override
    public Map<String, Object> json() {
        return Map.of("removed", removed);
    }

    @Override
    public void print(TextPrinter out) {
        out.line("Removed " + Format.count(removed) + " " + what + ".");
    }
}
