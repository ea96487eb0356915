package io.millrace.benchmarks.endtoend;

import java.util.Map;

/** What becomes of a batch. Any thread. */
enum JournalMode {
    /** Nothing: a batch is sealed and forgotten. Not a way to run the product; shows what the journal costs. */
    NONE("no journal", "none", Map.of()),
    /** It is in the page cache when it counts as committed, and survives the death of the process. */
    PROCESS("journal, durability process", "process", Map.of("journal.durability", "process")),
    /** The same, and forced to disk by time and count: survives a power cut up to the last force. */
    BATCH("journal, durability batch", "batch", Map.of("journal.durability", "batch"));

    private final String title;
    private final String label;
    private final Map<String, String> overrides;

    JournalMode(final String title, final String label, final Map<String, String> overrides) {
        this.title = title;
        this.label = label;
        this.overrides = overrides;
    }

    /** Its name in headings. */
    String title() {
        return title;
    }

    /** Its name in file names and keys. */
    String label() {
        return label;
    }

    /** The settings of an engine that journals so. */
    Map<String, String> overrides() {
        return overrides;
    }
}
