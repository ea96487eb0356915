package io.millrace.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The caches of the first core that hold data, from the nearest on. Any thread.
 *
 * @param levels in order
 */
record Caches(List<Level> levels) {
    private static final Path SYSFS = Path.of("/sys/devices/system/cpu/cpu0/cache");

    /**
     * One cache.
     *
     * @param name such as L2
     * @param sizeBytes all of it
     */
    record Level(String name, long sizeBytes) {}

    Caches {
        levels = List.copyOf(levels);
    }

    /** Those of this machine; none where the kernel does not tell. */
    static Caches ofThisMachine() throws IOException {
        final List<Level> levels = new ArrayList<>();
        for (int index = 0; Files.isDirectory(SYSFS.resolve("index" + index)); index++) {
            final Path cache = SYSFS.resolve("index" + index);
            if (!text(cache, "type").equals("Instruction")) {
                levels.add(new Level("L" + text(cache, "level"), sizeBytes(text(cache, "size"))));
            }
        }
        return new Caches(levels);
    }

    /** The nearest that so many bytes fit into; "memory" when none does. */
    String holding(final long bytes) {
        return levels.stream()
                .filter(level -> bytes <= level.sizeBytes())
                .map(Level::name)
                .findFirst()
                .orElse("memory");
    }

    /** All of them in one line. */
    String describe() {
        if (levels.isEmpty()) {
            return "caches unknown";
        }
        return String.join(
                ", ",
                levels.stream()
                        .map(level -> level.name() + " " + bytes(level.sizeBytes()))
                        .toList());
    }

    /** A size for people. */
    static String bytes(final long bytes) {
        if (bytes < 10_000) {
            return bytes + " B";
        }
        return bytes < 10_000_000
                ? String.format(Locale.ROOT, "%.0f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.0f MiB", bytes / (1024.0 * 1024.0));
    }

    private static long sizeBytes(final String text) {
        final long number = Long.parseLong(text.replaceAll("[^0-9]", ""));
        return text.endsWith("K") ? number << 10 : text.endsWith("M") ? number << 20 : number;
    }

    private static String text(final Path cache, final String file) throws IOException {
        return Files.readString(cache.resolve(file)).strip();
    }
}
