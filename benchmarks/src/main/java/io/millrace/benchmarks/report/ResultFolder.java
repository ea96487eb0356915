package io.millrace.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * The folder of one run, named by date and processor. What is written into it holds no name of this machine or its folders.
 *
 * <p>Main thread. Results are never overwritten: a second run of the same day gets a number.
 */
public final class ResultFolder {
    private final Path path;
    private final LocalNames names;

    private ResultFolder(final Path path, final LocalNames names) {
        this.path = path;
        this.names = names;
    }

    /** Makes a new one. */
    public static ResultFolder create(final Path results, final LocalDate date, final Machine machine)
            throws IOException {
        Files.createDirectories(results);
        final String name = date + "-" + machine.slug();
        Path folder = results.resolve(name);
        for (int run = 2; Files.exists(folder); run++) {
            folder = results.resolve(name + "-" + run);
        }
        return new ResultFolder(Files.createDirectory(folder), LocalNames.ofThisMachine());
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Writes a text file. */
    public void write(final String fileName, final String text) throws IOException {
        Files.writeString(path.resolve(fileName), names.redact(text));
    }
}
