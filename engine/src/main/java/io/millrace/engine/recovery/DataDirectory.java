package io.millrace.engine.recovery;

import io.millrace.engine.config.ConfigurationError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The paths of a data directory.
 *
 * @param root the directory
 */
public record DataDirectory(Path root) {
    /** Makes the directory where there is none. */
    public void create() {
        try {
            Files.createDirectories(root);
        } catch (final IOException e) {
            throw new ConfigurationError("cannot make the data directory " + root + " ("
                    + e.getClass().getSimpleName()
                    + "): a file is in its way or its parent cannot be written; name another with --data");
        }
    }

    /** The journal. */
    public Path journal() {
        return root.resolve("journal");
    }

    /** The journal of the next generation while it is made. */
    Path nextJournal() {
        return root.resolve("journal.next");
    }

    /** State file and its clean mark. */
    public Path state() {
        return root.resolve("state");
    }

    /** The state in its file. */
    Path stateFile() {
        return state().resolve("state.cm3");
    }

    /** Snapshots of the state. */
    public Path snapshots() {
        return root.resolve("snapshots");
    }

    /** Snapshots that stay beyond the newest ones, because replays of a cut journal start there. */
    public Path anchors() {
        return snapshots().resolve("anchors");
    }

    /** Inputs that ended runs. */
    Path failedInputs() {
        return root.resolve("failed-inputs.json");
    }

    /** Counters of the engine. */
    public Path counters() {
        return root.resolve("counters.dat");
    }

    /** Errors of the engine. */
    public Path errors() {
        return root.resolve("errors.dat");
    }

    /** Latency logs. */
    public Path latency() {
        return root.resolve("latency");
    }

    /** What only the start uses, and deletes. */
    public Path scratch() {
        return root.resolve("warm-up.tmp");
    }
}
