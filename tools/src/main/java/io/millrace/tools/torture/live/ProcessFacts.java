package io.millrace.tools.torture.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds at a moment. Immutable.
 *
 * @param ownBytes memory of its own: heap, stacks, code
 * @param mappedBytes address space that it has taken, files mapped into it included
 * @param residentFileBytes pages of mapped files that are in memory
 */
record ProcessFacts(long ownBytes, long mappedBytes, long residentFileBytes, long threads, long descriptors) {
    private static final long KIB = 1024;
    private static final long JCMD_LIMIT_SECONDS = 30;
    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

    /** Of a process that lives. */
    static ProcessFacts of(final long pid) throws IOException {
        final Path process = Path.of("/proc", Long.toString(pid));
        final String status = Files.readString(process.resolve("status"), StandardCharsets.UTF_8);
        final long descriptors;
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            descriptors = open.count();
        }
        return new ProcessFacts(
                field(status, "RssAnon") * KIB,
                field(status, "VmSize") * KIB,
                (field(status, "RssFile") + field(status, "RssShmem")) * KIB,
                field(status, "Threads"),
                descriptors);
    }

    private static long field(final String status, final String name) {
        final Matcher matcher = Pattern.compile("(?m)^" + name + ":\\s*(\\d+)").matcher(status);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** What is in use of the Java heap after a full collection, which this makes; all generations together. */
    static long heapAfterCollectionBytes(final long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        final Matcher used = HEAP_USED.matcher(jcmd(pid, "GC.heap_info"));
        long sum = 0;
        // One line for each generation; those of the metaspace come behind them and are not heap.
        for (int generation = 0; generation < 2 && used.find(); generation++) {
            sum += Long.parseLong(used.group(1)) * KIB;
        }
        return sum;
    }

    private static String jcmd(final long pid, final String command) throws IOException, InterruptedException {
        final Path tool = Paths.get(System.getProperty("java.home"), "bin", "jcmd");
        final Process process = new ProcessBuilder(tool.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(JCMD_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("jcmd " + command + ": " + said.strip());
        }
        return said;
    }
}
