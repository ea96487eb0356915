package io.millrace.tools.testing;

import io.millrace.tools.supervise.JavaCommand;
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

/** The command in a process of its own, with its output in files. One thread; closing kills it and its children. */
public final class CliProcess implements AutoCloseable {
    private final Path directory;
    private final Process process;

    private CliProcess(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    public static CliProcess start(Object... arguments) throws IOException {
        Path directory = Files.createTempDirectory("millrace-cli-process-");
        List<String> command = new ArrayList<>(JavaCommand.likeThisOne("io.millrace.tools.cli.Millrace"));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        return new CliProcess(directory, process);
    }

    public String out() throws IOException {
        return Files.readString(directory.resolve("out"), StandardCharsets.UTF_8);
    }

    public String err() throws IOException {
        return Files.readString(directory.resolve("err"), StandardCharsets.UTF_8);
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
        throw new AssertionError("no child runs " + subcommand);
    }

    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for its end and returns its exit code. */
    public int finish(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + limit);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException left) {
            directory.toFile().deleteOnExit();
        }
    }
}
