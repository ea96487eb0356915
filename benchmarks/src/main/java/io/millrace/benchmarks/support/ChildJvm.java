package io.millrace.benchmarks.support;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Child processes of a benchmark: where a figure must not depend on what the compiler has seen before, where the start is what is
 * measured, or where a peer cannot share a class path with us.
 *
 * <p>Any thread; cold. A child that outlives its limit is killed with all its descendants; that, and an exit code other than 0, is an
 * {@link IllegalStateException} with the end of what the child said.
 */
public final class ChildJvm {
    private static final int TOLD_LINES = 12;

    private ChildJvm() {}

    /** The {@code java} of this process with its flags and class path, and a class to start. */
    public static List<String> command(final Class<?> main, final String... arguments) {
        final List<String> command = new ArrayList<>();
        command.add(java());
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-javaagent") && !flag.startsWith("-agentlib")) {
                command.add(flag);
            }
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** The {@code java} that runs this process. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Runs a command to its end.
     *
     * @param directory where it runs and where its output is kept meanwhile
     * @return the lines that it wrote to its standard output
     */
    public static List<String> run(final Path directory, final Duration limit, final List<String> command)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        final Path out = Files.createTempFile(directory, "child-", ".out");
        final Path err = Files.createTempFile(directory, "child-", ".err");
        try {
            final Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw failure(command, "did not end within " + limit.toSeconds() + " s", err);
                }
            } finally {
                end(process);
            }
            if (process.exitValue() != 0) {
                throw failure(command, "ended with exit code " + process.exitValue(), err);
            }
            return Files.readAllLines(out, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** Kills a process that still runs, its descendants first, and waits until it is gone. */
    public static void end(final Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static IllegalStateException failure(final List<String> command, final String what, final Path err)
            throws IOException {
        final List<String> lines = Files.readAllLines(err, StandardCharsets.UTF_8);
        final List<String> told = lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size());
        return new IllegalStateException(
                "the child process " + command.get(command.size() - 1) + " " + what + ": " + String.join(" / ", told));
    }
}
