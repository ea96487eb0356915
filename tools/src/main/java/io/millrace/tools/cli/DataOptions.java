package io.millrace.tools.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The data directory: shared by all commands that have one. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "millrace-data",
            description = "Data directory (default: ./millrace-data).")
    Path directory;

    /** The data directory, absolute, whether it exists or not. */
    Path directory() {
        return directory.toAbsolutePath().normalize();
    }

    /** The data directory for commands that only read: it has to be there. */
    Path existing() {
        Path path = directory();
        if (!Files.isDirectory(path)) {
            throw UserError.usage(
                    "no data directory at " + path + ": give one with --data, or make it with millrace run or demo");
        }
        return path;
    }
}
