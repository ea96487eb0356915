package io.millrace.archiver.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few megabytes, and a file of a stranger's that fills it. One thread. */
public final class SmallDisk implements AutoCloseable {
    private static final int BLOCK_BYTES = 64 << 10;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts one; the test is skipped, and says so, where this process may not. */
    public static SmallDisk mount(Path directory, int sizeMiB) throws IOException {
        Files.createDirectories(directory);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + sizeMiB + "m", "tmpfs", directory.toString());
        if (!mounted) {
            System.err.println("SKIPPED: no small disk can be mounted here, the full disk is not tested");
        }
        Assumptions.assumeTrue(mounted, "no small disk can be mounted here");
        return new SmallDisk(directory);
    }

    public Path directory() {
        return directory;
    }

    /** Leaves no byte free. */
    public void fill() throws IOException {
        try (var out = Files.newOutputStream(stranger())) {
            byte[] block = new byte[BLOCK_BYTES];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    /** Gives the space back. */
    public void clear() throws IOException {
        Files.delete(stranger());
    }

    @Override
    public void close() throws IOException {
        if (!run("umount", directory.toString())) {
            run("umount", "-l", directory.toString());
        }
    }

    private Path stranger() {
        return directory.resolve("stranger");
    }

    private static boolean run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue() == 0;
    }
}
