package io.millrace.benchmarks.harness;

import java.util.Locale;

/** What a value counts, and how people read it. Any thread. */
public enum Unit {
    /** A time in ns. */
    NANOSECONDS("ns"),
    /** Events per second. */
    EVENTS_PER_SECOND("events/s"),
    /** Heap bytes per event. */
    BYTES_PER_EVENT("bytes/event"),
    /** A time in seconds. */
    SECONDS("s"),
    /** A quotient. */
    RATIO(""),
    /** A count. */
    NUMBER("");

    private final String symbol;

    Unit(final String symbol) {
        this.symbol = symbol;
    }

    /** Its name in the JSON. */
    public String symbol() {
        return symbol;
    }

    /** A value as the tables show it. */
    public String format(final double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return switch (this) {
            case NANOSECONDS -> time(value);
            case EVENTS_PER_SECOND ->
                value >= 1e6
                        ? text("%.2f M/s", value / 1e6)
                        : value >= 1e3 ? text("%.1f k/s", value / 1e3) : text("%.0f /s", value);
            case BYTES_PER_EVENT -> text("%.3f", value);
            case SECONDS -> text("%.2f s", value);
            case RATIO -> text(value < 0.1 ? "%.4f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
            case NUMBER -> value == Math.rint(value) ? text("%.0f", value) : text("%.2f", value);
        };
    }

    private static String time(final double ns) {
        if (ns < 1_000) {
            return text(ns < 100 ? "%.1f ns" : "%.0f ns", ns);
        }
        if (ns < 1_000_000) {
            return text(ns < 10_000 ? "%.2f µs" : ns < 100_000 ? "%.1f µs" : "%.0f µs", ns / 1e3);
        }
        return ns < 1e9 ? text(ns < 1e7 ? "%.2f ms" : "%.1f ms", ns / 1e6) : text("%.2f s", ns / 1e9);
    }

    private static String text(final String pattern, final double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
