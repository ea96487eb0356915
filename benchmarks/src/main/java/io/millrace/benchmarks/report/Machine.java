package io.millrace.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.benchmarks.support.ScratchDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a reader must know of the machine to judge the figures, as it stood before the run.
 *
 * <p>Immutable; any thread. What the system does not tell is "unknown".
 *
 * @param processor its model
 * @param cores that the JVM sees
 * @param memoryBytes of the machine
 * @param loadAverage of the last minute; negative when unknown
 * @param fileSystem type of the file system that is written to
 * @param jvmFlags of this process and so of the forks
 * @param noise of the machine before the run
 */
public record Machine(
        String processor,
        int cores,
        long memoryBytes,
        double loadAverage,
        String fileSystem,
        List<String> jvmFlags,
        Noise noise) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String UNKNOWN = "unknown";
    private static final int MAX_SLUG = 40;

    /** Looks at this machine. */
    public static Machine look(final Noise noise) throws IOException {
        final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                model(),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                system.getSystemLoadAverage(),
                Files.getFileStore(ScratchDirectory.parent()).type(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                noise);
    }

    /** The processor's model as part of a folder's name. */
    public String slug() {
        final String plain = processor
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\((r|tm)\\)", "")
                .replaceAll("\\bcpu\\b|\\bprocessor\\b|@.*", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+", "");
        return plain.substring(0, Math.min(plain.length(), MAX_SLUG)).replaceAll("-+$", "");
    }

    /**
     * The page about it.
     *
     * @param run what was run, in words
     * @param revision of the source; empty when unknown
     */
    public String describe(final String run, final String revision) {
        final StringBuilder page = new StringBuilder("# Machine and settings\n\n| | |\n|---|---|\n");
        row(page, "Processor", processor);
        row(page, "Cores", Integer.toString(cores));
        row(page, "Memory", (memoryBytes >> 20) + " MiB");
        row(
                page,
                "Kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        row(
                page,
                "JDK",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                        + System.getProperty("java.vm.vendor"));
        row(page, "File system written to", fileSystem);
        row(
                page,
                "Load average before the run",
                loadAverage < 0 ? UNKNOWN : String.format(Locale.ROOT, "%.2f", loadAverage));
        row(page, "Run", run);
        row(page, "Source", revision.isEmpty() ? UNKNOWN : revision);
        noise.append(page);
        page.append("\nJVM flags, also of every fork:\n\n```\n");
        for (final String flag : jvmFlags) {
            page.append(flag).append('\n');
        }
        return page.append("```\n").toString();
    }

    private static void row(final StringBuilder page, final String name, final String value) {
        page.append("| ")
                .append(name)
                .append(" | ")
                .append(value.replace("|", "\\|"))
                .append(" |\n");
    }

    private static String model() throws IOException {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(model -> !model.isEmpty() && !model.equals(UNKNOWN))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
