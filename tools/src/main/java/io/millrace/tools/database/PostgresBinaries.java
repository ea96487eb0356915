package io.millrace.tools.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The PostgreSQL programs that travel in our jars, unpacked once per user and version. Any thread, any number of processes.
 *
 * <p>A version is unpacked into a directory of its own beside the final one and renamed when complete, so a killed or a
 * parallel unpacking leaves nothing half done. Only a directory that belongs to this user, and that no other may write, is
 * used: what lies there is executed.
 */
final class PostgresBinaries {
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");

    private PostgresBinaries() {}

    /**
     * The directory with {@code bin} and {@code lib}, unpacked now if it is not there yet.
     *
     * @throws EmbeddedDatabaseException when this machine has no binaries or no place for them
     */
    static Path locate() throws IOException {
        String resource = "postgres-linux-" + architecture() + ".txz";
        URL url = PostgresBinaries.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new EmbeddedDatabaseException("this build has no PostgreSQL for Linux on " + architecture()
                    + "; name a server with --database URL");
        }
        Path cache = cacheDirectory();
        Path home = cache.resolve("postgres-" + architecture() + "-" + identity(url));
        if (!Files.isDirectory(home)) {
            unpack(url, cache, home);
        }
        return home;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> name;
        };
    }

    /** Names the content: checksum and size out of the jar's own directory, which costs nothing. */
    private static String identity(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (var file = jar.getJarFile()) {
                var entry = file.getEntry(jar.getEntryName());
                return Long.toHexString(entry.getCrc()) + "-" + entry.getSize();
            }
        }
        return Long.toString(connection.getContentLengthLong());
    }

    /** Root: a system cache, readable by all. Others: the user's cache, or where the home is no use, a private place in tmp. */
    private static Path cacheDirectory() throws IOException {
        int user = RunAs.currentUser();
        List<Path> candidates = new ArrayList<>();
        if (user == 0) {
            candidates.add(Path.of("/var/cache/millrace"));
        }
        String configured = System.getenv("XDG_CACHE_HOME");
        if (configured != null && !configured.isBlank() && Path.of(configured).isAbsolute()) {
            candidates.add(Path.of(configured, "millrace"));
        } else {
            candidates.add(Path.of(System.getProperty("user.home"), ".cache", "millrace"));
        }
        candidates.add(Path.of(System.getProperty("java.io.tmpdir"), "millrace-" + user));
        for (Path candidate : candidates) {
            if (usable(candidate, user)) {
                return candidate;
            }
        }
        throw new EmbeddedDatabaseException("no place to unpack PostgreSQL: none of " + candidates
                + " is a directory of this user's that it can write; set XDG_CACHE_HOME to one");
    }

    private static boolean usable(Path directory, int user) {
        try {
            Files.createDirectories(directory.getParent());
            if (!Files.exists(directory)) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(EXECUTABLE));
            }
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
            return !Files.isSymbolicLink(directory)
                    && RunAs.userOf(directory) == user
                    && !permissions.contains(PosixFilePermission.GROUP_WRITE)
                    && !permissions.contains(PosixFilePermission.OTHERS_WRITE)
                    && Files.isWritable(directory);
        } catch (IOException notHere) {
            return false;
        }
    }

    private static void unpack(URL url, Path cache, Path home) throws IOException {
        Path partial = Files.createTempDirectory(cache, "unpacking-");
        try {
            Files.setPosixFilePermissions(partial, EXECUTABLE);
            try (InputStream raw = new BufferedInputStream(url.openStream(), 1 << 16);
                    TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(raw))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    place(tar, entry, partial);
                }
            }
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException otherWasFaster) {
            // The other process has unpacked the same content.
            if (!Files.isDirectory(home)) {
                throw otherWasFaster;
            }
        } catch (IOException failure) {
            throw new EmbeddedDatabaseException(
                    "cannot unpack PostgreSQL into " + cache + ": " + failure.getMessage()
                            + "; make room there or set XDG_CACHE_HOME to another place",
                    failure);
        } finally {
            deleteTree(partial);
        }
    }

    private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path top) throws IOException {
        Path path = top.resolve(entry.getName()).normalize();
        if (!path.startsWith(top)) {
            throw new IOException("the archive reaches outside its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(path.getParent());
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.createDirectories(path.getParent());
            Files.copy(tar, path);
            Files.setPosixFilePermissions(path, (entry.getMode() & 0111) != 0 ? EXECUTABLE : PLAIN);
        }
    }

    /** Deletes what is there, deepest first; absent is fine. */
    static void deleteTree(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> all = Files.walk(top)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }
}
