package io.millrace.tools.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells which process holds a lock on a file, out of {@code /proc/locks}. Trying the lock instead could make an engine that is
 * just starting believe that another one runs. Any thread.
 */
public final class LockHolder {
    private LockHolder() {}

    /** Process id and command of the holder; empty when nobody holds it or it cannot be told. */
    public static Optional<String> of(Path file) {
        try {
            long inode = (Long) Files.getAttribute(file, "unix:ino");
            for (String line : Files.readAllLines(Path.of("/proc/locks"), StandardCharsets.US_ASCII)) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length >= 6 && fields[3].equals("WRITE") && fields[5].endsWith(":" + inode)) {
                    return Optional.of("process " + fields[4] + command(fields[4]));
                }
            }
            return Optional.empty();
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    private static String command(String processId) {
        try {
            String line = Files.readString(Path.of("/proc", processId, "cmdline"), StandardCharsets.UTF_8);
            int at = line.indexOf("io.millrace.");
            String shown =
                    (at < 0 ? line : line.substring(at)).replace('\0', ' ').strip();
            return shown.isEmpty() ? "" : " (" + shown + ")";
        } catch (IOException gone) {
            return "";
        }
    }
}
