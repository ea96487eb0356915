package io.millrace.journal;

/** A part of the journal does not read as it was written; names the first bad batch. */
public final class JournalDamagedException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final transient JournalDamage damage;

    public JournalDamagedException(final JournalDamage damage) {
        super(damage.describe());
        this.damage = damage;
    }

    /** What was found and where. */
    public JournalDamage damage() {
        return damage;
    }
}
