package io.millrace.benchmarks.harness;

/** How a figure stands to its goal. Any thread. */
public enum Verdict {
    /** As good as is wished for. */
    AIM("aim"),
    /** As good as it has to be. */
    MUST("must"),
    /** Not as good as it has to be. */
    MISSED("**missed**"),
    /** Nothing is demanded, and what is wished for is not reached. */
    BELOW_AIM("below aim");

    private final String label;

    Verdict(final String label) {
        this.label = label;
    }

    /** What the table shows. */
    public String label() {
        return label;
    }
}
