package io.millrace.tools.torture;

import java.util.Locale;

/** What rounds count and the report adds up. */
public enum Figure {
    /** Inputs that the engine had said were in the journal before it was hurt. */
    EVENTS_ACKNOWLEDGED,
    /** Acknowledged inputs that are not in the journal after recovery: always 0, or the round fails. */
    EVENTS_LOST,
    /** Inputs that are twice in the journal or in the archive: always 0, or the round fails. */
    EVENTS_DOUBLED,
    /** Damages done to files. */
    CORRUPTIONS_INJECTED,
    /** Damages that the product named. */
    CORRUPTIONS_DETECTED,
    /** Damages that changed nothing that is ever read: free space, a copy that is rebuilt. */
    CORRUPTIONS_HARMLESS,
    /** Events that recoveries have read or replayed. */
    EVENTS_RECOVERED,
    /** Time of these recoveries, from start of the process to ready. */
    RECOVERY_NS,
    /** Processes that were ended by the runner or by a failpoint. */
    KILLS;

    /** The name in JSON. */
    public String label() {
        final StringBuilder label = new StringBuilder();
        for (final String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
            label.append(label.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return label.toString();
    }
}
