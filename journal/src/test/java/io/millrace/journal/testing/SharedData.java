package io.millrace.journal.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the shared market data beside the repository: {@code shared/data} in the working directory or in one of the
 * directories above it.
 *
 * <p>Any thread; no state. The data is not part of the repository, so a test must be able to do without.
 */
public final class SharedData {

    private static final int MAX_LEVELS = 8;

    private SharedData() {}

    /** The file of that name below {@code shared/data}; empty when it is not there. */
    public static Optional<Path> find(String name) {
        Path directory = Path.of("").toAbsolutePath();
        for (int level = 0; level < MAX_LEVELS && directory != null; level++) {
            Path candidate = directory.resolve("shared").resolve("data").resolve(name);
            if (Files.exists(candidate)) {
                return Optional.of(candidate);
            }
            directory = directory.getParent();
        }
        return Optional.empty();
    }

    /** The file of that name; the calling test is skipped, with the reason in its report, when it is not there. */
    public static Path require(String name) {
        Optional<Path> found = find(name);
        Assumptions.assumeTrue(found.isPresent(), "shared data not found: " + name);
        return found.orElseThrow();
    }
}
