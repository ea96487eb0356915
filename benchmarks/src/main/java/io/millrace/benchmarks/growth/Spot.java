package io.millrace.benchmarks.growth;

import java.util.Locale;

/** A number of instruments and of indicators. Any thread. */
record Spot(int instruments, int indicators) {
    String key() {
        return instruments + "-instruments-" + indicators + "-indicators";
    }

    String label() {
        return String.format(
                Locale.ROOT, "%,d instrument%s, %d indicators", instruments, instruments == 1 ? "" : "s", indicators);
    }
}
