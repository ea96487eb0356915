package io.millrace.tools.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} in a PostgreSQL data directory says, and whether that process lives. Any thread.
 *
 * <p>Lines of the file: process id, data directory, start time, port, socket directory, listen address, shared memory key,
 * state. A server that is still starting has written fewer lines.
 *
 * @param port 0 when not written yet
 */
record PostmasterFile(long processId, int port, boolean ready) {
    /** Above the largest process id that Linux gives (2^22), so never alive. */
    private static final long NO_SUCH_PROCESS = 4_194_305;

    private static final String NAME = "postmaster.pid";

    static Optional<PostmasterFile> read(Path cluster) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(cluster.resolve(NAME), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
        long processId = lines.isEmpty() ? 0 : parse(lines.get(0));
        int port = lines.size() > 3 ? (int) parse(lines.get(3)) : 0;
        boolean ready = lines.size() > 7 && lines.get(7).strip().equals("ready");
        return Optional.of(new PostmasterFile(processId, port, ready));
    }

    private static long parse(String line) {
        try {
            return Math.abs(Long.parseLong(line.strip()));
        } catch (NumberFormatException halfWritten) {
            return 0;
        }
    }

    /**
     * Whether the process is a PostgreSQL server on this directory. A process id can have been given to another process
     * since, above all in containers, and a dead process may linger as a zombie that nobody reaps; both are not it.
     */
    boolean serverAlive(Path cluster) {
        Path process = Path.of("/proc", Long.toString(processId));
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String afterName = stat.substring(stat.lastIndexOf(')') + 1).strip();
            if (afterName.startsWith("Z") || afterName.startsWith("X")) {
                return false;
            }
            String commandLine = Files.readString(process.resolve("cmdline"), StandardCharsets.UTF_8);
            return commandLine.contains("postgres") && commandLine.contains(cluster.toString());
        } catch (IOException | RuntimeException gone) {
            return false;
        }
    }

    /**
     * Makes the file of a dead server acceptable to the next one, which refuses when the process id in it is in use by
     * anybody. Only the id is replaced: the server still needs the shared memory key to see orphaned back ends.
     */
    static void markDead(Path cluster) throws IOException {
        Path file = cluster.resolve(NAME);
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        if (lines.size() < 7) {
            // The server died before it had shared memory, so nothing of it can be left.
            Files.delete(file);
            return;
        }
        lines.set(0, Long.toString(NO_SUCH_PROCESS));
        Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.ISO_8859_1);
    }
}
