package io.millrace.engine.metrics;

/**
 * The counters of an engine; the ordinal is the counter id in the file.
 *
 * <p>Immutable; any thread. Counts are those of the whole journal unless the label says otherwise.
 */
public enum EngineCounter {
    LAST_SEQUENCE("last committed sequence"),
    FORCED_SEQUENCE("last sequence forced to disk"),
    CLOCK_NS("event time clock, ns since the epoch"),
    TRADES("trades taken"),
    QUOTES("quotes taken"),
    EXTERNAL_BARS("venue bars taken"),
    BARS_CLOSED("bars closed"),
    SIGNALS("signals made"),
    SIGNALS_BLOCKED("signals blocked by a limit"),
    INSTRUMENTS("instruments defined"),
    DUPLICATES("duplicates dropped since the start"),
    BATCHES("batches committed since the start"),
    RING_BACKLOG("events on the ring at the last batch end"),
    EGRESS_PUBLISHED("records published since the start"),
    EGRESS_DROPPED("records not published, subscriber too slow"),
    EGRESS_NOT_CONNECTED("records not published, no subscriber"),
    EGRESS_FAILED("records not published, transport down"),
    EGRESS_REBUILDS("times the transport was rebuilt"),
    FEED_REJECTED("messages of live feeds rejected"),
    FEED_DROPPED("messages of live feeds dropped, ring full"),
    SPACE_LEFT_BYTES("bytes left on the journal's disk"),
    WAITING_FOR_SPACE("1 while no input is accepted for lack of space");

    private final String label;

    EngineCounter(final String label) {
        this.label = label;
    }

    /** What it counts. */
    public String label() {
        return label;
    }
}
