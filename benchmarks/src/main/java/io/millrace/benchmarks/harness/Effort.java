package io.millrace.benchmarks.harness;

import java.util.Locale;

/** How much time a run spends. Any thread. */
public enum Effort {
    /** Seconds for everything: shows that the harness works; its figures mean nothing. */
    SMOKE,
    /** Minutes for everything: orders of magnitude, and ratios to some ten per cent. */
    QUICK,
    /** Half an hour for everything. */
    FULL;

    /** The value for this effort. */
    public int of(final int smoke, final int quick, final int full) {
        return switch (this) {
            case SMOKE -> smoke;
            case QUICK -> quick;
            case FULL -> full;
        };
    }

    /** Its name on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
