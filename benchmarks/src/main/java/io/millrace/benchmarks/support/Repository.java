package io.millrace.benchmarks.support;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources stand that this was built from, for sections that start what is built beside it. Any thread. */
public final class Repository {
    private Repository() {}

    /** The folder of the whole product. */
    public static Path root() {
        final Path classes;
        try {
            classes = Path.of(Repository.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException("no path leads to the classes of the benchmarks", e);
        }
        for (Path folder = classes; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("benchmarks/bin/bench"))) {
                return folder;
            }
        }
        throw new IllegalStateException("benchmarks/bin/bench is not above " + classes + ": run it from the sources");
    }
}
