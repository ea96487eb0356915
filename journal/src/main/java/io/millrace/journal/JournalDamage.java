package io.millrace.journal;

import io.millrace.journal.cold.ColdFile;

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
        SHORT_END,
        /** Whole, but written in a format or a schema that this version does not know. */
        VERSION
    }

    /** One line: what, where, what to do. */
    public String describe() {
        final String where = " at sequence " + sequence + " in " + file + " (index 0x" + Long.toHexString(queueIndex)
                + "): " + detail;
        if (kind == Kind.VERSION) {
            return "journal not readable by this version" + where + "; use the Millrace that wrote it or a newer one";
        }
        if (file.startsWith(ColdFile.DIRECTORY + '/')) {
            return "journal damaged" + where
                    + "; nothing was changed: restore the file from a copy; the engine runs without it";
        }
        return "journal damaged" + where
                + "; nothing was changed: 'millrace recover --new-generation' keeps it as it is and goes on with the"
                + " good records before";
    }
}
