package io.millrace.engine.config;

/**
 * Settings of the process that fit together for one kind of machine: a fragment of HOCON between the defaults and the user's
 * file, whose keys win. Any thread.
 */
public enum Preset {
    /** Threads give way: right where a core has more to do than to spin. */
    SHARED_CORES,
    /** Threads spin: right where each has a core of its own. */
    LATENCY;

    /** Its name in the configuration. */
    public String label() {
        return Names.label(this);
    }

    String resource() {
        return "preset-" + label() + ".conf";
    }
}
