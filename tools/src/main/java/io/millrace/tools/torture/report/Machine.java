package io.millrace.tools.torture.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What figures were measured on, in words. Any thread. */
public final class Machine {
    private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
    private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s*(\\d+) kB$");
    private static final double KIB_PER_GIB = 1 << 20;

    private Machine() {}

    /** Processor, cores, memory and kernel. */
    public static String describe() {
        return first(MODEL, "/proc/cpuinfo", System.getProperty("os.arch")) + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, "
                + String.format(
                        Locale.ROOT, "%.0f GiB", Long.parseLong(first(MEMORY, "/proc/meminfo", "0")) / KIB_PER_GIB)
                + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    /** The JDK of this process, which is that of the processes under test. */
    public static String jdk() {
        return System.getProperty("java.vendor") + " " + Runtime.version();
    }

    private static String first(final Pattern pattern, final String file, final String otherwise) {
        try {
            final Matcher matcher = pattern.matcher(Files.readString(Path.of(file), StandardCharsets.UTF_8));
            return matcher.find() ? matcher.group(1).strip() : otherwise;
        } catch (final IOException absent) {
            return otherwise;
        }
    }
}
