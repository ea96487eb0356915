package io.millrace.tools.torture.live;

import io.millrace.tools.torture.Leftovers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system in memory of a few megabytes, and a stranger's file on it. One thread; closing unmounts it. */
final class SmallDisk implements AutoCloseable {
    private static final long MIB = 1 << 20;
    private static final byte[] BLOCK = new byte[64 << 10];

    private final Path directory;
    private final Leftovers leftovers;
    private boolean mounted = true;

    private SmallDisk(final Path directory, final Leftovers leftovers) {
        this.directory = directory;
        this.leftovers = leftovers;
    }

    /** Why none can be mounted here, or null. */
    static String obstacle() {
        try {
            final Path probe = Files.createTempDirectory("millrace-mount-");
            try {
                if (!run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString())) {
                    return "no file system may be mounted here: run as root, or with the right to mount";
                }
                run("umount", probe.toString());
                return null;
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (final IOException e) {
            return "no file system may be mounted here: " + e.getMessage();
        }
    }

    /** Mounts one. */
    static SmallDisk mount(final Path directory, final int sizeMiB, final Leftovers leftovers) throws IOException {
        Files.createDirectories(directory);
        require("mount", "-t", "tmpfs", "-o", "size=" + sizeMiB + "m", "tmpfs", directory.toString());
        final SmallDisk disk = new SmallDisk(directory, leftovers);
        leftovers.add(disk);
        return disk;
    }

    Path directory() {
        return directory;
    }

    /** Changes its size. */
    void resize(final int sizeMiB) throws IOException {
        require("mount", "-o", "remount,size=" + sizeMiB + "m", directory.toString());
    }

    /** The stranger writes until no more than so much is left. */
    void fillUpTo(final long leftBytes) throws IOException {
        try (OutputStream out = Files.newOutputStream(stranger())) {
            while (Files.getFileStore(directory).getUsableSpace() > leftBytes) {
                out.write(BLOCK);
            }
        } catch (final IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    /** The stranger's file goes. */
    void clear() throws IOException {
        Files.deleteIfExists(stranger());
    }

    /** Megabytes. */
    static long mib(final long count) {
        return count * MIB;
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            mounted = false;
            leftovers.remove(this);
            if (!run("umount", directory.toString())) {
                require("umount", "-l", directory.toString());
            }
        }
    }

    private Path stranger() {
        return directory.resolve("stranger");
    }

    private static void require(final String... command) throws IOException {
        if (!run(command)) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    private static boolean run(final String... command) throws IOException {
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue() == 0;
    }
}
