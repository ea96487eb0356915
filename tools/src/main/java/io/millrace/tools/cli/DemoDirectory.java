package io.millrace.tools.cli;

import io.millrace.engine.recovery.EngineLock;
import io.millrace.tools.doctor.LockHolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Finds an empty directory for a demo. Without {@code --data} it is one per user in the temporary directory, emptied by the
 * next demo, so that demos can be looked at afterwards and do not pile up. A directory is emptied only when it carries the
 * mark of a demo and belongs to this user. Main thread.
 */
final class DemoDirectory {
    private static final String MARK = "millrace-demo";

    private DemoDirectory() {}

    /** Makes the directory ready; null chooses one. */
    static Path prepare(Path wanted) throws IOException {
        Path directory = wanted == null ? ownOne() : wanted.toAbsolutePath().normalize();
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            requireReplaceable(directory);
            empty(directory);
        }
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(MARK), "This directory is emptied by the next millrace demo.\n");
        return directory;
    }

    private static Path ownOne() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path usual = temporary.resolve("millrace-demo-" + userId(Path.of("/proc/self")));
        if (!Files.exists(usual, LinkOption.NOFOLLOW_LINKS)) {
            return usual;
        }
        boolean free = LockHolder.of(usual.resolve(EngineLock.FILE_NAME)).isEmpty();
        if (Files.isDirectory(usual, LinkOption.NOFOLLOW_LINKS) && mine(usual) && marked(usual) && free) {
            return usual;
        }
        // Somebody else's, or a demo is running there.
        Path another = Files.createTempDirectory(temporary, "millrace-demo-");
        Files.setPosixFilePermissions(another, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(another.resolve(MARK), "");
        return another;
    }

    private static void requireReplaceable(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw UserError.usage(directory + " is not a directory: choose another one with --data");
        }
        try (Stream<Path> content = Files.list(directory)) {
            boolean empty = content.findAny().isEmpty();
            if (!empty && !(marked(directory) && mine(directory))) {
                throw UserError.usage(
                        directory + " holds something that is not a demo: choose an empty directory with --data");
            }
        }
        if (LockHolder.of(directory.resolve(EngineLock.FILE_NAME)).isPresent()) {
            throw new UserError(
                    ExitCodes.LOCKED,
                    "a demo runs in " + directory + ": wait for its end or choose another directory with --data");
        }
    }

    private static boolean marked(Path directory) {
        return Files.isRegularFile(directory.resolve(MARK), LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean mine(Path directory) throws IOException {
        return userId(directory) == userId(Path.of("/proc/self"));
    }

    private static int userId(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    /** Deletes what is below the directory. */
    static void empty(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(directory))
                    .forEach(DemoDirectory::delete);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
