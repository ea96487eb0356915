package io.millrace.benchmarks.aeron;

/**
 * Takes down when messages came in, and nothing else: what a subscriber does with a message delays the next one of its burst, so sums are
 * done afterwards.
 *
 * <p>Owned by the subscriber's thread; {@link #add} allocates nothing. More messages than there is room for are an error.
 */
final class ReceiptTape {
    private final long[] keys;
    private final long[] receivedNs;
    private int count;

    ReceiptTape(final int most) {
        keys = new long[most];
        receivedNs = new long[most];
    }

    /** A message came in. */
    void add(final long key, final long atNs) {
        keys[count] = key;
        receivedNs[count++] = atNs;
    }

    int count() {
        return count;
    }

    /** By what a message is told from the others. */
    long key(final int index) {
        return keys[index];
    }

    long receivedNs(final int index) {
        return receivedNs[index];
    }
}
