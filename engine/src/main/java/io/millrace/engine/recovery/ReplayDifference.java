package io.millrace.engine.recovery;

/**
 * The first place where a replay and the journal differ.
 *
 * @param sequence the record
 * @param detail what the journal has and what the replay makes
 */
public record ReplayDifference(long sequence, String detail) {
    /** One line. */
    public String describe() {
        return "sequence " + sequence + ": " + detail;
    }
}
