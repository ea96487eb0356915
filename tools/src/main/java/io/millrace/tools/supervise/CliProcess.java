package io.millrace.tools.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of ours, most often the command itself, in a process of its own, started as the launcher does, with its output in
 * files. One thread; closing kills it and its children.
 *
 * <p>Its stdin is a pipe that closes when this process dies; a command that heeds that ends then.
 */
public final class CliProcess implements AutoCloseable {
    /** The program behind the {@code millrace} command. */
    public static final String COMMAND = "io.millrace.tools.cli.Millrace";

    private final Path out;
    private final Path err;
    private final Path temporary;
    private final Process process;

    private CliProcess(Path out, Path err, Path temporary, Process process) {
        this.out = out;
        this.err = err;
        this.temporary = temporary;
        this.process = process;
    }

    /** Runs the command; its output goes with it when it is closed. */
    public static CliProcess start(Object... arguments) throws IOException {
        Path directory = Files.createTempDirectory("millrace-cli-process-");
        return start(
                COMMAND,
                directory.resolve("out"),
                directory.resolve("err"),
                directory,
                List.of(),
                Stream.of(arguments).map(Object::toString).toList());
    }

    /**
     * Runs a program and keeps its output.
     *
     * @param mainClass the program
     * @param log exists; gets {@code NAME.out} and {@code NAME.err}
     * @param flags of the JVM, behind those of this one
     */
    public static CliProcess start(String mainClass, Path log, String name, List<String> flags, List<String> arguments)
            throws IOException {
        return start(mainClass, log.resolve(name + ".out"), log.resolve(name + ".err"), null, flags, arguments);
    }

    private static CliProcess start(
            String mainClass, Path out, Path err, Path temporary, List<String> flags, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(JavaCommand.likeThisOne(mainClass));
        command.addAll(command.size() - 1, flags);
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new CliProcess(out, err, temporary, process);
    }

    public String out() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    public String err() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Processes of ours that it has started. */
    public List<ProcessHandle> children() {
        return process.children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .toList();
    }

    /** The child that runs a subcommand. */
    public ProcessHandle child(String subcommand) throws IOException {
        for (ProcessHandle child : children()) {
            Path line = Path.of("/proc", Long.toString(child.pid()), "cmdline");
            if (Files.readString(line).contains("\0" + subcommand + "\0")) {
                return child;
            }
        }
        throw new IllegalStateException("no child runs " + subcommand);
    }

    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Closes its stdin, at which a program that heeds that ends in order. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Ends it as kill -9 does, and returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end and returns its exit code. */
    public int finish(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("still running after " + limit);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        if (temporary == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(temporary)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException left) {
            temporary.toFile().deleteOnExit();
        }
    }
}
