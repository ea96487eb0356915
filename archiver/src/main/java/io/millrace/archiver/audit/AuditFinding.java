package io.millrace.archiver.audit;

import java.util.Locale;

/**
 * One thing that is wrong with a chain. Immutable.
 *
 * @param chain the chain
 * @param fromSequence first entry that is meant
 * @param toSequence last entry that is meant; the same for one
 * @param kind what is wrong
 * @param detail the rest of the sentence, in words
 */
public record AuditFinding(String chain, long fromSequence, long toSequence, Kind kind, String detail) {
    /** What is wrong with the entries. */
    public enum Kind {
        /** The content is not what was hashed. */
        CHANGED,
        /** The entry was replaced by another one with a hash of its own: what follows names another hash. */
        REPLACED,
        /** The entries between two others are not there. */
        MISSING,
        /** The entry did not come by the way of entries. */
        INSERTED,
        /** The newest entries are not there. */
        CUT_OFF,
        /** The chain from its beginning is another one than was anchored. */
        REWRITTEN
    }

    @Override
    public String toString() {
        return "chain " + chain + ": "
                + (fromSequence == toSequence
                        ? "entry " + fromSequence
                        : "entries " + fromSequence + " to " + toSequence)
                + " " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + detail;
    }
}
