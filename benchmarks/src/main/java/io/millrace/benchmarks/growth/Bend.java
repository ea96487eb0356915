package io.millrace.benchmarks.growth;

import java.util.Locale;

/** What changes between two spots: the cost, and the two things that it can come from. Any thread. */
record Bend(Measured before, Measured now) {
    /** In one sentence, which says so when the rounds at one of the spots differ by as much as the spots do. */
    String sentence(final Caches caches) {
        return String.format(
                Locale.ROOT,
                "From %s to %s: %s; %s, and %s.",
                before.spot().label(),
                now.spot().label(),
                cost(),
                memory(caches),
                bars());
    }

    private String cost() {
        final double factor = now.costNs() / before.costNs();
        final double roundsDiffer = Math.max(before.roundsDiffer(), now.roundsDiffer());
        return Math.max(factor, 1 / factor) > roundsDiffer
                ? String.format(Locale.ROOT, "%.2f times the cost", factor)
                : String.format(
                        Locale.ROOT,
                        "%.2f times the cost, which says nothing, because rounds of the same differ by up to %.2f times",
                        factor,
                        roundsDiffer);
    }

    private String memory(final Caches caches) {
        final String was = caches.holding(before.stateBytes());
        final String is = caches.holding(now.stateBytes());
        return was.equals(is)
                ? "the state (" + Caches.bytes(now.stateBytes()) + ") still fits in " + is
                : "the state grows from " + Caches.bytes(before.stateBytes()) + ", which fits in " + was + ", to "
                        + Caches.bytes(now.stateBytes()) + ", which fits in " + is;
    }

    private String bars() {
        final double factor = now.bars() / before.bars();
        return factor > 1.1 || factor < 0.9
                ? String.format(
                        Locale.ROOT,
                        "an event closes %.4f bars in place of %.4f, each with %d indicators to update and a record to write",
                        now.bars(),
                        before.bars(),
                        now.spot().indicators())
                : String.format(
                        Locale.ROOT,
                        "an event closes as many bars (%.4f), each with %d indicators in place of %d",
                        now.bars(),
                        now.spot().indicators(),
                        before.spot().indicators());
    }
}
