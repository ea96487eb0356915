package io.millrace.benchmarks.trouble;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Processes beside an engine, from before the measured time to its end. Main thread.
 *
 * <p>They have ended when {@link #close} returns, also after a failure.
 */
public interface Neighbours extends AutoCloseable {
    /** Begins them beside the engine of a data directory, whose journal is not empty. */
    void begin(Path dataDirectory) throws Exception;

    /** The measured time begins. */
    default void measured() throws Exception {}

    /** Half of the measured time is over. */
    default void halfTime() throws Exception {}

    @Override
    void close() throws IOException;

    /** None. */
    static Neighbours none() {
        return new Neighbours() {
            @Override
            public void begin(final Path dataDirectory) {}

            @Override
            public void close() {}
        };
    }

    /**
     * Others that have begun and ended before the measured time: what their beginning leaves in the caches, in the memory and in the
     * compiler of this process is then the same on both sides, and only their being there is measured.
     */
    static Neighbours ended(final Neighbours others) {
        return new Neighbours() {
            @Override
            public void begin(final Path dataDirectory) throws Exception {
                try (others) {
                    others.begin(dataDirectory);
                }
            }

            @Override
            public void close() {}
        };
    }
}
