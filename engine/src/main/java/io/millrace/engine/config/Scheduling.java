package io.millrace.engine.config;

/** How a process shares the processors with the engine. Any thread. */
public enum Scheduling {
    /** It runs while a processor has nothing else to do. */
    IDLE,
    /** It gets its share like everybody. */
    NORMAL;

    /** Its name in the configuration. */
    public String label() {
        return Names.label(this);
    }
}
