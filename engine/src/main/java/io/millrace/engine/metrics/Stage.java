package io.millrace.engine.metrics;

/** The stages of an event's way, each measured from its receipt. Any thread. */
public enum Stage {
    /** The engine thread has taken the first event of its batch off the ring. */
    TAKEN("taken"),
    /** The batch of the event is computed. */
    COMPUTED("computed"),
    /** The batch of the event is in the journal. */
    COMMITTED("committed"),
    /** The outputs of the batch have left by the egress; counted for batches that published something only. */
    PUBLISHED("published");

    private final String label;

    Stage(final String label) {
        this.label = label;
    }

    /** Its name in logs and reports. */
    public String label() {
        return label;
    }
}
