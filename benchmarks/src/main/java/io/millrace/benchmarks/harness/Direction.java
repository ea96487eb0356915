package io.millrace.benchmarks.harness;

/** Which way a figure gets better. Any thread. */
public enum Direction {
    /** Less is better. */
    LOWER("≤"),
    /** More is better. */
    HIGHER("≥");

    private final String symbol;

    Direction(final String symbol) {
        this.symbol = symbol;
    }

    /** What stands before a bound. */
    public String symbol() {
        return symbol;
    }

    /** True when a figure is at least as good as a bound. */
    public boolean reaches(final double figure, final double bound) {
        return this == LOWER ? figure <= bound : figure >= bound;
    }
}
