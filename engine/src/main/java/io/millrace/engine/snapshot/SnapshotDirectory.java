package io.millrace.engine.snapshot;

import io.millrace.engine.config.EngineConfig;
import io.millrace.engine.state.EngineState;
import io.millrace.journal.fault.Failpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The snapshots of a data directory, one file each, named by the last record in it.
 *
 * <p>A file has its name only when all of it is on disk: it is written under a temporary name, forced, renamed, and the
 * directory is forced. One thread at a time.
 */
public final class SnapshotDirectory {
    private static final String SUFFIX = ".snapshot";
    private static final String UNFINISHED_SUFFIX = ".snapshot.tmp";
    private static final String SET_ASIDE_SUFFIX = ".foreign";

    private final Path directory;

    public SnapshotDirectory(final Path directory) {
        this.directory = directory;
    }

    /** The snapshots by name, newest first; whether they are good shows when they are read. */
    public List<Path> newestFirst() {
        return files(SUFFIX).stream().sorted(Comparator.reverseOrder()).toList();
    }

    /** What a snapshot is of; throws {@link SnapshotException} when it is damaged. */
    public static SnapshotManifest manifest(final Path file) {
        return SnapshotFile.readManifest(file);
    }

    /**
     * Reads a snapshot; throws {@link SnapshotException} when it is damaged or of no use to this version.
     *
     * @param runtime where the limits of the state come from
     */
    public static Snapshot read(final Path file, final EngineConfig runtime) {
        return SnapshotFile.read(file, runtime);
    }

    /** Writes a snapshot and gives its file. A failure leaves the older ones as they were. */
    public Path write(final SnapshotManifest manifest, final EngineState state) {
        final String name = String.format(Locale.ROOT, "%020d", manifest.sequence());
        final Path unfinished = directory.resolve(name + UNFINISHED_SUFFIX);
        final Path file = directory.resolve(name + SUFFIX);
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                SnapshotFile.write(channel, manifest, state);
                channel.force(true);
            }
            Failpoint.SNAPSHOT_BEFORE_RENAME.pass();
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Failpoint.SNAPSHOT_AFTER_RENAME.pass();
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
            return file;
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot write the snapshot " + file + ": " + e.getMessage(), e);
        }
    }

    /** Takes a good snapshot of another directory in, under its name. */
    public void adopt(final Path snapshot) {
        final Path file = directory.resolve(snapshot.getFileName());
        final Path unfinished = directory.resolve(snapshot.getFileName() + ".tmp");
        try {
            Files.createDirectories(directory);
            Files.copy(snapshot, unfinished, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            SnapshotFile.readManifest(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot copy the snapshot " + snapshot + ": " + e.getMessage(), e);
        }
    }

    /** The last record in a snapshot, by its name. */
    public static long sequenceOf(final Path file) {
        final String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** Removes a snapshot. */
    public static void remove(final Path file) {
        delete(file);
    }

    /** Removes all but the newest ones, and what a death has left unfinished. */
    public void keep(final int count) {
        final List<Path> files = newestFirst();
        files.subList(Math.min(count, files.size()), files.size()).forEach(SnapshotDirectory::delete);
        files(UNFINISHED_SUFFIX).forEach(SnapshotDirectory::delete);
    }

    /** Keeps a file that is of another journal out of the way of every later boot. */
    public static void setAside(final Path file) {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + SET_ASIDE_SUFFIX),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot rename " + file + ": " + e.getMessage(), e);
        }
    }

    private List<Path> files(final String suffix) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot list " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void delete(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }
}
