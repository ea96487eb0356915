package io.millrace.journal;

/**
 * One damaged place.
 *
 * @param kind what rule does not hold
 * @param sequence the first record that cannot be trusted
 * @param file the cycle file
 * @param queueIndex the queue's index of the excerpt
 * @param detail found and expected values
 */
public record JournalDamage(Kind kind, long sequence, String file, long queueIndex, String detail) {

    /** The rules that a reader checks. */
    public enum Kind {
        HEADER,
        CHECKSUM,
        STRUCTURE,
        GAP,
        FOREIGN,
        SHORT_END
    }

    /** One line: what, where, what to do. */
    public String describe() {
        return "journal damaged at sequence " + sequence + " in " + file + " (index 0x" + Long.toHexString(queueIndex)
                + "): " + detail
                + "; nothing was changed: keep the directory and go on with a new one or a copy of the good prefix";
    }
}
